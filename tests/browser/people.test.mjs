// Answers judged by people with the keyboard: blind, kept at once, taken back, concluded from.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { settings } from './hostile.mjs';

const PROMPT = '---\ntitle: Écho\ntask: Répète le mot.\nconstraints:\n  - un seul mot\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n';
const project = new Project({
  'motjuste.toml': settings,
  'echo.mot.md': PROMPT,
  'echo.cases.csv': `word,expect\n${Array.from({ length: 10 }, (_, i) => `mot${i},mot${i}\n`).join('')}`,
});
let fake;
let studio;
let run;
before(async () => {
  fake = await vendor();
  studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  const person = await Person.arrive(studio);
  await person.go('/evaluate/echo.mot.md');
  await person.fill('D’autres, séparés par des virgules', 'fake/fixed:Rien');
  await person.click('Évaluer tout de suite');
  await person.page.waitForURL(/\/run\//, { timeout: 60_000 });
  run = new URL(person.page.url()).pathname;
  await person.leave();
});
after(async () => {
  await studio?.close();
  await fake?.stop();
  project.close();
});

/** Does something and waits for the page it leads to. */
const led = (page, does) => Promise.all([page.waitForEvent('domcontentloaded'), does()]);
const press = (page, key) => led(page, () => page.keyboard.press(key));

for (const [lang, theme, width] of [['fr', 'light', 1280], ['en', 'dark', 360]]) {
  test(`pairs are judged with the keyboard alone: ${lang}, ${theme}, ${width} px`, async () => {
    const said = lang === 'fr'
      ? { name: 'Votre nom', begin: 'Commencer', question: 'Quelle réponse est la meilleure ?', over: 'Tout est jugé', many: 'Combien, à peu près', results: 'Voir les résultats', ranking: 'Le classement', blind: /jugé à l’aveugle/, of: /^1 sur \d+$/, keys: 'Répondre par une seule touche' }
      : { name: 'Your name', begin: 'Begin', question: 'Which answer is better?', over: 'Everything is judged', many: 'About how many', results: 'See the results', ranking: 'The ranking', blind: /judged blind/, of: /^1 of \d+$/, keys: 'Answer with single keys' };
    const person = await Person.arrive(studio, { lang, theme, width });
    const { page } = person;
    await person.go(`${run}/people`);
    await person.accessible('before anything is judged');
    await person.fill(said.name, lang === 'fr' ? 'Ana' : 'Bo');
    await person.fill(said.many, '12');
    await person.click(said.begin);
    await page.getByRole('heading', { name: said.question }).waitFor();
    await person.accessible('a pair');
    assert.doesNotMatch(await page.content(), /fake\/|echo\.mot/, 'who answered is nowhere on the page');
    // a letter in the note is a letter
    await page.keyboard.press('n');
    await page.keyboard.type('xs=');
    assert.equal(await page.locator('#note').inputValue(), 'xs=');
    await page.keyboard.press('Escape');
    const first = await page.locator('[name=item]').inputValue();
    await press(page, '=');
    await page.getByText(said.of).waitFor();
    assert.notEqual(await page.locator('[name=item]').inputValue(), first);
    await press(page, 'u');
    assert.equal(await page.locator('[name=item]').inputValue(), first, 'taken back: it is asked again');
    await press(page, 's');
    assert.notEqual(await page.locator('[name=item]').inputValue(), first, 'skipped: it comes back at the end');
    // with the keys switched off nothing is pressed by accident
    await page.getByLabel(said.keys).uncheck();
    const here = await page.locator('[name=item]').inputValue();
    await page.keyboard.press('x');
    assert.equal(await page.locator('[name=item]').inputValue(), here);
    await page.getByLabel(said.keys).check();
    await page.getByLabel(said.keys).blur();
    let decided = 0;
    for (let count = 0; count < 60 && await page.locator('.judged').count() === 2; count += 1) {
      const good = await page.locator('.judged').evaluateAll((both) => both.map((one) => /^mot\d$/.test(one.textContent)));
      if (good[0] === good[1]) await press(page, 'x');
      else {
        decided += 1;
        await press(page, good[0] === (decided % 4 !== 0) ? 'ArrowLeft' : 'ArrowRight');
      }
    }
    assert.ok(decided > 3, `${decided} choices`);
    await page.getByRole('heading', { name: said.over }).waitFor();
    await person.accessible('everything is judged');
    await person.click(said.results, 'link');
    await page.getByRole('heading', { name: said.ranking, exact: true }).waitFor();
    await person.sees(said.blind);
    await person.accessible('the ranking');
    await person.leave();
  });
}

test('answers are graded from one to five, and the page says so without a script too', async () => {
  const person = await Person.arrive(studio, { lang: 'en', script: false });
  const { page } = person;
  await person.go(`${run}/people`);
  await person.fill('Your name', 'Cleo');
  await person.fill('About how many', '4');
  await page.getByLabel('From 1 to 5').check();
  await person.click('Begin');
  for (let count = 0; count < 4; count += 1) {
    const good = /^mot\d$/.test(await page.locator('.judged').textContent());
    await led(page, () => person.click(good ? /as it should be/ : /useless/));
  }
  await person.click('See the results', 'link');
  await page.getByRole('heading', { name: 'Grades from 1 to 5' }).waitFor();
  await page.getByText('out of 5').first().waitFor();
  await person.leave();
});
