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

for (const [lang, theme, width] of [['fr', 'light', 1280], ['en', 'dark', 360]]) {
  test(`prompts are told apart until it is sure, and by a race: ${lang}, ${theme}, ${width} px`, async () => {
    const said = {
      fr: { sure: 'Comparer jusqu’à en être sûr', race: 'Faire la course', go: 'Comparer', other: /Bavard/, third: /Sec /, better: /meilleur/, calls: /^Appels au plus/ },
      en: { sure: 'Compare until it is sure', race: 'Run a race', go: 'Compare', other: /Bavard/, third: /Sec /, better: /better/, calls: /^Calls at most/ },
    }[lang];
    const words = Array.from({ length: 60 }, (_, i) => `mot${i},mot${i}`).join('\n');
    const text = (title, body) => `---\ntitle: ${title}\ntask: Répète.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n${body}\n`;
    project.write('mot.mot.md', text('Mot', '{{ word }}'));
    project.write('bavard.mot.md', text('Bavard', 'Voici : {{ word }}'));
    project.write('sec.mot.md', text('Sec', '{{ word }}.'));
    project.write('mot.cases.csv', `word,expect\n${words}\n`);
    project.write('mots.suite.yaml', 'prompts: [mot.mot.md, bavard.mot.md, sec.mot.md]\ncases: [mot.cases.csv]\n');
    const person = await Person.arrive(stage.studio, { lang, theme, width });
    const { page } = person;
    await person.go('/compare/mot.mot.md');
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
    await page.getByLabel(said.other).check();
    await page.getByLabel(said.sure).check();
    await person.accessible('what to compare');
    await person.click(said.go);
    await page.waitForURL(/\/run\//, { timeout: 60_000 });
    await page.getByRole('heading', { level: 1, name: said.sure }).waitFor();
    await person.sees(said.better);
    await person.accessible('until it is sure');

    await person.go('/compare/mot.mot.md');
    for (const name of [said.other, said.third]) await page.getByLabel(name).check();
    await page.getByLabel(said.race).check();
    await page.getByLabel(said.calls).fill('90');
    await person.click(said.go);
    await page.waitForURL(/\/run\//, { timeout: 60_000 });
    await page.getByRole('heading', { level: 1, name: said.race }).waitFor();
    assert.equal(await page.locator('svg.plot').count(), 3);
    await person.accessible('a race');
    await person.leave();
  });
}
