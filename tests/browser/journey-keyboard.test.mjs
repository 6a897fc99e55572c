// The keyboard alone, from a goal to a comparison: Tab, Enter, Space, arrows and letters.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, bench } from './studio.mjs';
import { settings } from './hostile.mjs';

const project = new Project({ 'motjuste.toml': `models = ["fake/echo"]\n${settings}` });
const stage = bench(project);

test('the keyboard alone writes, saves, evaluates, branches and compares', async () => {
  const person = await Person.arrive(stage.studio, { lang: 'fr' });
  const { page } = person;
  /** Tab until something of this name has the focus. */
  const reach = async (name) => {
    for (let step = 0; step < 200; step += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { activeElement: e } = document;
        const label = e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.textContent ?? '';
        return label.replace(/\s+/g, ' ').trim();
      });
      if (typeof name === 'string' ? at === name : name.test(at)) return;
    }
    assert.fail(`${name} is not reached with Tab on ${page.url()}`);
  };
  const press = async (name, url) => {
    await reach(name);
    await page.keyboard.press('Enter');
    if (url) await page.waitForURL(url, { timeout: 60_000 });
  };
  const write = async (name, text) => {
    await reach(name);
    await page.keyboard.type(text);
  };

  // the first stop of every page leads past its head
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, '#main');
  await press('Nouveau prompt', /\/new$/);
  await press(/^Rédiger/, /kind=write/);
  await write('Nom du prompt', 'Clavier');
  await write('En une ligne, que doit faire le modèle ?', 'Répéter');
  await press('Écrire le prompt', /\/cases\//);
  await person.sees(/Le prompt est écrit/);
  // a case, in the cells of the table
  await write(/, nouveau 1$/, 'oui');
  await page.keyboard.press('Tab');
  await page.keyboard.type('oui');
  await page.keyboard.press('Control+s');
  await person.sees('Enregistré.');
  await press('5 Évaluer', /\/evaluate\//);
  await press('Évaluer tout de suite', /\/run\//);
  await press(/^Calibrer/, /\/calibrate\//);
  await press('3 Prompt', /\/edit\//);
  await press('Versions', /\/versions\//);
  // a branch of the text there is
  await reach(/^Commencer une piste d’ici/);
  await page.keyboard.press('Enter');
  await write('Nom de la piste', 'au clavier');
  await press('Commencer la piste', /\/edit\/clavier\.au-clavier/);
  await reach('Texte du prompt');
  await page.keyboard.press('Control+End');
  await page.keyboard.type('Merci.');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/saved=yes/);
  await press('La comparer à la ligne principale', /\/compare\//);
  await press('Comparer', /\/run\/[^/]+\/compare/);
  await person.sees('Cas par cas');
  await person.leave();
});
