// From a score to a better prompt: each study is started, watched, read and, when it found something, taken.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';

const project = new Project('triage');
let fake;
let studio;
before(async () => {
  fake = await vendor();
  studio = await project.open({ FAKE_VENDOR_URL: fake.text });
});
after(async () => {
  await studio?.close();
  await fake?.stop();
  project.close();
});

test('what each part earns, and how sturdy the prompt is', async () => {
  const person = await Person.arrive(studio, { lang: 'fr' });
  const { page } = person;
  for (const [question, found] of [['Voir ce que rapporte chaque partie', 'Ce que rapporte chaque partie'], ['Éprouver sa solidité', 'Les autres formes']]) {
    await person.go('/improve/tri.mot.md');
    await person.accessible('improve');
    await page.getByLabel(question).check();
    await person.click('Commencer');
    await page.waitForURL(/\/run\//, { timeout: 200_000 });
    await page.getByRole('heading', { name: found, exact: true }).waitFor();
    await person.accessible(question);
  }
  await person.leave();
});

test('a better version is found, taken with its evidence, and evaluated', async () => {
  const person = await Person.arrive(studio, { lang: 'en', theme: 'dark', width: 360 });
  const { page } = person;
  const before = project.read('triage.mot.md');
  await person.go('/calibrate/triage.mot.md');
  await person.click('Improve', 'link');
  await page.getByLabel('Find a better version').check();
  await page.getByLabel(/^Calls at most/).fill('600');
  await person.click('Begin');
  await page.waitForURL(/\/(live|run)\//);
  await page.waitForURL(/\/run\//, { timeout: 200_000 });
  await page.getByRole('heading', { name: 'Every version tried' }).waitFor();
  await person.accessible('what was found');
  await person.click('Take this version');
  await person.sees('Saved.');
  assert.notEqual(project.read('triage.mot.md'), before);
  const evidence = JSON.parse(project.read('triage.evidence.json'));
  assert.equal(evidence.schema, 'motjuste/evidence/1');
  assert.ok(evidence.version && evidence.run, 'the evidence is bound to a version and a run');
  await person.click('5 Evaluate', 'link');
  await person.click('Evaluate now');
  await page.waitForURL(/\/run\//, { timeout: 200_000 });
  await person.click(/^Calibrate/, 'link');
  await person.sees('this version');
  await person.leave();
});
