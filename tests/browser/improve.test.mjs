// From a score to a better prompt: each study is started, watched, read and, when it found something, taken.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, bench } from './studio.mjs';

const project = new Project('triage');
const stage = bench(project);

test('what each part earns, how sturdy the prompt is, and what versions are worth', async () => {
  const person = await Person.arrive(stage.studio, { lang: 'fr' });
  const { page } = person;
  for (const [question, found] of [['Voir ce que rapporte chaque partie', 'Ce que rapporte chaque partie'], ['Éprouver sa solidité', 'Les autres formes'], ['Trouver une meilleure version', 'La recherche']]) {
    await person.go('/improve/tri.mot.md');
    await person.accessible('improve');
    await page.getByLabel(question).check();
    await page.getByLabel(/^Appels au plus/).fill('400');
    await person.click('Commencer');
    await page.waitForURL(/\/run\//, { timeout: 200_000 });
    await page.getByRole('heading', { name: found, exact: true }).waitFor();
    await person.accessible(question);
  }
  await person.leave();
});

test('a shorter version is found, taken with its evidence, and evaluated', async () => {
  const person = await Person.arrive(stage.studio, { lang: 'en', theme: 'dark', width: 360 });
  const { page } = person;
  // the model repeats the last message, whatever else it is told: what stands before can go
  const before = '---\ntitle: Echo\ntask: Repeat the word.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: system\nRepeat the word. Be kind.\n\n::: user\n{{ word }}\n';
  project.write('echo.mot.md', before);
  project.write('echo.cases.csv', `word,expect\n${Array.from({ length: 90 }, (_, i) => `word${i},word${i}\n`).join('')}`);
  await person.go('/calibrate/echo.mot.md');
  await person.click('Improve', 'link');
  await page.getByLabel('Shorten without losing').check();
  await page.getByLabel(/^Loss allowed/).fill('30');
  await person.click('Begin');
  await page.waitForURL(/\/(live|run)\//);
  await page.waitForURL(/\/run\//, { timeout: 200_000 });
  await page.getByRole('heading', { name: 'From the prompt of today to the version found' }).waitFor();
  await person.accessible('what was found');
  await person.click('Take this version');
  await person.sees('Saved.');
  assert.ok(project.read('echo.mot.md').length < before.length);
  const evidence = JSON.parse(project.read('echo.evidence.json'));
  assert.equal(evidence.schema, 'motjuste/evidence/1');
  assert.ok(evidence.version && evidence.run, 'the evidence is bound to a version and a run');
  await person.click('5 Evaluate', 'link');
  await person.click('Evaluate now');
  await page.waitForURL(/\/run\//, { timeout: 200_000 });
  await person.click(/^Calibrate/, 'link');
  await person.sees('this version');
  await person.leave();
});
