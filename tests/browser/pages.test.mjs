// Every page in both themes and both languages, on a wide screen and on a phone: readable by everyone, asking nobody.

import { after, before, test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { hostile, settings } from './hostile.mjs';

const PROMPT = `---
title: Écho
task: Répète le mot.
audience: Les testeurs
constraints:
  - un seul mot
inputs:
  word: string, le mot à répéter
output: text
model:
  prefer: [fake/echo]
---
::: user
{{ word }}
`;

const project = new Project({
  'motjuste.toml': settings,
  'echo.mot.md': PROMPT,
  'echo.cases.csv': `word,expect\nun,un\ndeux,trois\n"${hostile.replaceAll('"', '""')}",x\n`,
  'tout.suite.yaml': 'prompts: [echo.mot.md]\nfactors:\n  temperature: [0, 1]\n',
  'broken.mot.md': '---\ntitle: Cassé\n---\n::: user\n{{ mot\n',
});
let fake;
let studio;
let run;

before(async () => {
  fake = await vendor();
  studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  const person = await Person.arrive(studio);
  await person.go('/evaluate/echo.mot.md');
  await person.click('Évaluer tout de suite');
  await person.page.waitForURL(/\/run\//, { timeout: 60_000 });
  run = new URL(person.page.url()).pathname;
  await person.go('/versions/echo.mot.md');
  await person.page.getByText(/^Commencer une piste/).first().click();
  await person.page.getByLabel('Nom de la piste').first().fill('Essai');
  await person.click('Commencer la piste');
  await person.page.waitForURL(/echo\.essai/);
  await person.leave();
});

after(async () => {
  await studio?.close();
  await fake?.stop();
  project.close();
});

const pages = () => [
  '/',
  '/?q=cass',
  '/new',
  '/new?kind=classify',
  '/new?kind=write',
  '/import',
  '/prompt/echo.mot.md',
  '/prompt/broken.mot.md',
  '/edit/echo.mot.md',
  '/edit/broken.mot.md',
  '/cases/echo.mot.md?case=2',
  '/cases/broken.mot.md',
  '/improve/echo.mot.md',
  '/versions/echo.mot.md',
  '/versions/echo.essai.mot.md',
  '/edit/echo.essai.mot.md',
  '/compare/echo.mot.md',
  '/compare/broken.mot.md',
  '/suite/tout.suite.yaml',
  '/try/echo.mot.md?case=2',
  '/evaluate/echo.mot.md',
  '/calibrate/echo.mot.md',
  '/runs',
  '/runs?kind=trim',
  '/calls',
  '/settings',
  run,
  `${run}/people`,
  `${run}/rate?as=Ana&ask=pass&size=5&blind=yes`,
  `${run}/rate?as=Ana&ask=stars&size=5&blind=no`,
  `${run}/rate?as=Ana&ask=vote&size=5&blind=yes`,
  `${run}/compare`,
  `${run}/compare?cell=neither`,
  `${run}/matrix`,
  `${run}/trials`,
  `${run}/trials?outcome=failed`,
  `${run}/trial/2/0/0?with=1`,
  '/none',
];

for (const [lang, theme, width] of [
  ['fr', 'light', 1280],
  ['fr', 'dark', 360],
  ['en', 'light', 360],
  ['en', 'dark', 1280],
]) {
  test(`every page is accessible and stays at home: ${lang}, ${theme}, ${width} px`, async () => {
    const person = await Person.arrive(studio, { lang, theme, width });
    for (const path of pages()) {
      await person.go(path);
      await person.accessible(`${lang} ${theme}`);
    }
    await person.leave();
  });
}

test('every page is read without a script', async () => {
  const person = await Person.arrive(studio, { script: false });
  for (const path of pages()) {
    await person.go(path);
    await person.page.getByRole('heading', { level: 1 }).waitFor();
  }
  await person.leave();
});
