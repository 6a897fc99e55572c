// Two people on one file: two tabs, or a tab and an editor on the disk. Nothing is overwritten, and what does not collide
// is put together. And branches: a line of work beside the prompt.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, bench } from './studio.mjs';
import { settings } from './hostile.mjs';

const DEUX = '---\ntitle: Deux\ntask: Répète.\ninputs:\n  mot: string\nmodel:\n  prefer: [fake/echo]\n---\n::: system\nRépète le mot.\nSois bref.\n\n::: user\n{{ mot }}\n';
const project = new Project({
  'motjuste.toml': settings,
  'deux.cases.csv': 'mot,expect\nun,un\ndeux,deux\n',
});
const stage = bench(project);

/** Two tabs of one person on a page. */
async function tabs(options, path) {
  const person = await Person.arrive(stage.studio, options);
  await person.go(path);
  const second = await person.context.newPage();
  person.watch(second);
  await second.goto(stage.studio.origin + path);
  return { person, first: person.page, second };
}

/** Changes the text in an editor, and does not save it. */
async function change(page, label, from, to) {
  const text = page.getByLabel(label);
  await text.fill((await text.inputValue()).replace(from, to));
}

test('two tabs on one prompt: what does not collide is together, the rest is decided', async () => {
  project.write('deux.mot.md', DEUX);
  const { person, first, second } = await tabs({ lang: 'fr' }, '/edit/deux.mot.md');
  await change(first, 'Texte du prompt', 'Sois bref.', 'Sois très bref.');
  await change(second, 'Texte du prompt', 'title: Deux', 'title: Deux mots');
  await second.getByRole('button', { name: 'Enregistrer', exact: true }).click();
  await second.getByText('Enregistré.').waitFor();
  // the first tab is told, and keeps what was written in it
  await first.getByText('Le fichier a changé sur le disque.').waitFor();
  assert.match(await first.getByLabel('Texte du prompt').inputValue(), /très bref/);
  await first.getByRole('button', { name: 'Mettre les deux versions ensemble' }).click();
  await person.sees('Deux versions');
  await person.sees(/ne touchent pas aux mêmes lignes/);
  await person.accessible('together');
  await person.click('Enregistrer');
  await person.sees('Enregistré.');
  const both = DEUX.replace('title: Deux', 'title: Deux mots').replace('Sois bref.', 'Sois très bref.');
  assert.equal(project.read('deux.mot.md'), both);
  assert.equal(await first.getByText('Votre texte non enregistré est de retour.').isVisible(), false);

  // an editor on the disk changes the same line
  await change(first, 'Texte du prompt', 'Répète le mot.', 'Redis le mot.');
  project.write('deux.mot.md', both.replace('Répète le mot.', 'Répète ce mot.'));
  await person.click('Enregistrer');
  await person.sees(/c’est vous qui décidez/);
  await person.accessible('conflict');
  const result = first.locator('#text');
  assert.match(await result.inputValue(), /Répète ce mot\.\nRedis le mot\./, 'both, until somebody chooses');
  await first.getByLabel('Garder la mienne').check();
  await first.waitForFunction(() => !document.querySelector('#text').value.includes('Répète ce mot.'));
  // what is written by hand is not overwritten by a choice
  await result.fill((await result.inputValue()).replace('Redis le mot.', 'Redis-le.'));
  await first.getByLabel('Garder la version du disque').check();
  await person.sees(/il ne suit plus les choix/);
  assert.match(await result.inputValue(), /Redis-le\./);
  await person.click('Enregistrer');
  await person.sees('Enregistré.');
  assert.equal(project.read('deux.mot.md'), both.replace('Répète le mot.', 'Redis-le.'));
  await person.go('/versions/deux.mot.md');
  await person.sees('mis de côté');
  await person.leave();
});

test('a file changed on the disk is loaded when nothing was written, and can be taken when something was', async () => {
  project.write('deux.mot.md', DEUX);
  const person = await Person.arrive(stage.studio, { lang: 'en', theme: 'dark', width: 360 });
  const { page } = person;
  const text = page.getByLabel('Text of the prompt');
  await person.go('/edit/deux.mot.md');
  project.write('deux.mot.md', DEUX.replace('bref', 'clair'));
  await page.waitForFunction(() => document.querySelector('#text').value.includes('clair'));
  await change(page, 'Text of the prompt', 'clair', 'poli');
  project.write('deux.mot.md', DEUX.replace('bref', 'drôle'));
  await person.sees('The file changed on the disk.');
  await person.accessible('told');
  await page.getByRole('link', { name: 'Take the version on the disk' }).click();
  await page.waitForFunction(() => document.querySelector('#text').value.includes('drôle'));
  assert.doesNotMatch(await text.inputValue(), /poli/);
  // or both are put together, where the other one can still be taken
  await change(page, 'Text of the prompt', 'drôle', 'poli');
  project.write('deux.mot.md', DEUX.replace('bref', 'vif'));
  await page.getByRole('button', { name: 'Put both versions together' }).click();
  await person.sees('To decide, 1/1');
  await person.accessible('conflict');
  await page.getByRole('link', { name: 'Take the version on the disk' }).click();
  await page.waitForURL(/\/edit\//);
  assert.match(await text.inputValue(), /vif/);
  assert.doesNotMatch(await text.inputValue(), /poli/);
  await person.leave();
});

for (const [lang, theme, width] of [['fr', 'light', 360], ['en', 'dark', 1280]]) {
  test(`a branch is started, compared and adopted: ${lang}, ${theme}, ${width} px`, async () => {
    const said = {
      fr: { start: /^Commencer une piste/, name: 'Nom de la piste', go: 'Commencer la piste', text: 'Texte du prompt', save: 'Enregistrer', saved: 'Enregistré.', compare: 'La comparer à la ligne principale', now: 'Comparer', cells: 'Cas par cas', end: 'L’adopter ou l’archiver', why: 'Pourquoi ? (gardé avec la version)', adopt: 'Adopter la piste', table: 'Le même en tableau' },
      en: { start: /^Start a branch/, name: 'Name of the branch', go: 'Start the branch', text: 'Text of the prompt', save: 'Save', saved: 'Saved.', compare: 'Compare it with the main line', now: 'Compare', cells: 'Case by case', end: 'Adopt or archive it', why: 'Why? (kept with the version)', adopt: 'Adopt the branch', table: 'The same as a table' },
    }[lang];
    project.write('deux.mot.md', DEUX);
    const person = await Person.arrive(stage.studio, { lang, theme, width });
    const { page } = person;
    await person.go('/versions/deux.mot.md');
    await page.getByText(said.start).first().click();
    await page.getByLabel(said.name).first().fill(`Essai ${lang}`);
    await person.click(said.go);
    await page.waitForURL(/\/edit\/deux\.essai/);
    await change(page, said.text, '{{ mot }}', '{{ mot }} !');
    await person.click(said.save);
    await person.sees(said.saved);
    await person.accessible('a branch');
    await person.click(said.compare, 'link');
    await person.accessible('what to compare');
    await person.click(said.now);
    await page.waitForURL(/\/run\/[^/]+\/compare/, { timeout: 60_000 });
    await page.getByRole('heading', { name: said.cells }).waitFor();
    await person.accessible('comparison');
    await person.go(`/versions/deux.essai-${lang}.mot.md`);
    await page.getByLabel(said.why).fill('pour voir');
    await person.accessible('the end of a branch');
    await person.click(said.adopt);
    await person.sees(said.saved);
    assert.match(project.read('deux.mot.md'), /\{\{ mot \}\} !/);
    await person.go('/versions/deux.mot.md');
    await page.getByText(said.table).click();
    await person.sees('pour voir');
    await page.locator('.tree svg circle').nth(2).waitFor();
    await person.accessible('the tree');
    await person.leave();
  });
}

test('two tabs that edit the same cases: the second sees both versions', async () => {
  project.write('cas.mot.md', DEUX);
  project.write('cas.cases.csv', 'mot,expect\nun,un\n');
  const { person, first, second } = await tabs({ lang: 'fr' }, '/cases/cas.mot.md');
  await second.getByLabel('mot, 1').fill('premier');
  await second.getByRole('button', { name: 'Enregistrer' }).click();
  await second.getByText('Enregistré.').waitFor();
  await first.getByLabel('expect, 1').fill('autre');
  await first.getByRole('button', { name: 'Enregistrer' }).click();
  await person.sees('Deux versions');
  assert.equal(project.read('cas.cases.csv'), 'mot,expect\npremier,un\n');
  await person.accessible('conflict');
  await first.getByRole('button', { name: 'Enregistrer' }).click();
  await person.sees('Enregistré.');
  await person.leave();
});
