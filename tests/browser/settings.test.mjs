// Settings and money: a key put in, tried, used and taken out; every call; tables that a spreadsheet may open.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { hostile, settings } from './hostile.mjs';

const KEY = 'sk-canary-000000-wxyz';
const PHRASE = 'le cheval bleu dort';
const PROMPT = '---\ntitle: Écho\ntask: Répète.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n';

test('a key is kept, tried, used and taken out, and no page or file shows it', async () => {
  const project = new Project({ 'motjuste.toml': settings, 'echo.mot.md': PROMPT, 'echo.cases.csv': 'word,expect\nun,un\ndeux,trois\n' });
  const person_ = join(project.dir, 'person');
  const fake = await vendor('--key', KEY);
  const studio = await project.open({ FAKE_VENDOR_URL: fake.text, MOTJUSTE_CONFIG: person_, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' });
  try {
    const person = await Person.arrive(studio, { lang: 'fr' });
    const { page } = person;
    await person.click('Réglages', 'link');
    const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'fake' }) });
    await row.getByText('Ajouter une clé').click();
    await row.getByLabel('Clé').fill(KEY);
    await row.getByLabel(/^Phrase secrète du nouveau fichier/).fill(PHRASE);
    await row.getByRole('button', { name: 'Garder cette clé' }).click();
    await person.sees('La clé est gardée.');
    await row.getByText('fichier …wxyz').waitFor();
    await person.accessible('key kept');
    assert.doesNotMatch(await page.content(), /canary|cheval/);
    await page.getByLabel('modèle', { exact: true }).fill('fake/echo');
    await person.click('L’interroger');
    await person.sees(/Il répond.*OK/);
    await person.accessible('tested');
    await person.go('/evaluate/echo.mot.md');
    await person.click('Évaluer tout de suite');
    await page.waitForURL(/\/run\//, { timeout: 60_000 });
    await person.go('/settings');
    await person.click('Fermer le fichier de clés');
    await person.sees('Le fichier de clés est fermé.');
    await page.getByLabel('modèle', { exact: true }).fill('fake/echo');
    await person.click('L’interroger');
    await person.sees(/le fichier de clés est fermé/);
    await person.accessible('closed');
    await page.getByLabel('Phrase secrète').last().fill(PHRASE);
    await person.click('Ouvrir le fichier de clés');
    await person.sees(/ouvert jusqu/);
    await row.getByRole('button', { name: 'Retirer la clé' }).click();
    await person.sees('La clé est retirée.');
    await person.leave();
    const texts = readdirSync(person_).map((name) => readFileSync(join(person_, name), 'latin1')).join();
    assert.doesNotMatch(texts, /canary|cheval/);
  } finally {
    await studio.close();
    await fake.stop();
    project.close();
  }
});

test('runs and calls are filtered, sorted and taken to a spreadsheet that runs nothing', async () => {
  const project = new Project({
    'motjuste.toml': settings,
    '=cmd.mot.md': PROMPT,
    '=cmd.cases.csv': `word,expect\nun,un\n"=1+1","x"\n"${hostile.replaceAll('"', '""')}","@SUM(A1)"\n`,
  });
  const fake = await vendor();
  const studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  try {
    const person = await Person.arrive(studio, { lang: 'en' });
    const { page } = person;
    await person.go('/evaluate/%3Dcmd.mot.md');
    await person.click('Evaluate now');
    await page.waitForURL(/\/run\//, { timeout: 60_000 });
    const run = new URL(page.url()).pathname;
    await person.go('/runs');
    await page.getByLabel('sort').selectOption('dearest');
    await page.getByLabel('what').fill('cmd');
    await person.click('Filter');
    await page.getByRole('table', { name: 'Every run' }).getByText('=cmd.mot.md').waitFor();
    await person.accessible('runs');
    const file = async (name, at) => {
      await person.go(at);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name, exact: true }).click()]);
      return readFileSync(await download.path(), 'utf8');
    };
    for (const text of [await file('CSV', '/runs?title=cmd'), await file('CSV', '/calls'), await file('CSV', run)]) {
      assert.ok(text.length > 100);
      // whole cells, quoted ones with their line breaks: none begins as a formula does
      const cells = [...text.matchAll(/(?<=^|[,\n])("(?:[^"]|"")*"|[^",\r\n]*)(?=[,\r\n]|$)/g)].map(([cell]) => cell.replace(/^"/, ''));
      assert.ok(cells.length > 20);
      assert.deepEqual(cells.filter((cell) => /^[=+@\t\r\n-]/.test(cell)), []);
    }
    await person.go(`${run}/trials`);
    await page.getByLabel('sort').selectOption('slowest');
    await person.click('Filter');
    await person.accessible('sorted trials');
    await person.go('/calls');
    await page.getByLabel('status').selectOption('done');
    await person.click('Filter');
    await page.getByRole('table').getByRole('link').first().click();
    await person.sees('What was sent and received');
    await person.accessible('one call');
    assert.equal(await page.evaluate(() => document.images.length + document.querySelectorAll('style, [style]').length), 0);
    await person.leave();
  } finally {
    await studio.close();
    await fake.stop();
    project.close();
  }
});
