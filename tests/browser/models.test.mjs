// Several models that answer side by side, each as it writes; one can be stopped without the others.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, bench, vendor } from './studio.mjs';
import { hostile, settings } from './hostile.mjs';

const project = new Project({
  'motjuste.toml': settings,
  'echo.mot.md': '---\ntitle: Écho\ntask: Répète le mot.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n',
  'echo.cases.csv': `word,expect\nun mot,\n"${hostile.replaceAll('"', '""')}",\n`,
});
const stage = bench(project);

test('two models answer side by side, each as it writes', async () => {
  for (const [theme, width] of [['light', 1280], ['dark', 360]]) {
    const person = await Person.arrive(stage.studio, { lang: 'fr', theme, width });
    const { page } = person;
    await person.go('/try/echo.mot.md?case=2');
    await person.fill('Modèles', 'fake/echo, fake/words:40, nobody/x');
    await page.getByLabel(/Redemander/).check();
    await person.click('Interroger le modèle');
    await page.locator('.column').nth(2).locator('.note.bad').waitFor();
    await page.locator('.column .summary').nth(0).getByText(/premier texte après/).waitFor();
    await page.locator('.column .summary').nth(1).getByText(/premier texte après/).waitFor();
    assert.match(await page.locator('.column .answer').nth(0).textContent(), /<script>alert\(1\)<\/script>/, 'text, and nothing else');
    assert.equal(await page.locator('.column[aria-busy]').count(), 0);
    await person.accessible('answers side by side');
    await person.leave();
  }
});

test('an answer that is stopped leaves the others alone', async () => {
  const slow = await vendor('--script', project.path('slow.json', JSON.stringify({ rules: [{ when: { model: 'words:*' }, then: { pace_ms: 400 } }] })));
  const other = await project.open({ FAKE_VENDOR_URL: slow.text });
  try {
    const person = await Person.arrive(other, { lang: 'en' });
    const { page } = person;
    await person.go('/try/echo.mot.md');
    await person.fill('Models', 'fake/words:200, fake/echo');
    await page.getByLabel(/Ask again/).check();
    await person.click('Ask the model');
    const column = page.locator('.column').first();
    await page.waitForFunction(() => /\w/.test(document.querySelector('.column .answer').textContent));
    await person.accessible('while it writes');
    await column.getByRole('button', { name: 'Stop' }).click();
    await column.getByText('Stopped.').waitFor();
    await page.locator('.column .summary').nth(1).getByText(/first text after/).waitFor();
    // the call that was stopped is in the ledger with an unknown end
    const unknown = page.getByRole('heading', { name: 'Calls with an unknown end' });
    for (let look = 0; look < 100 && await unknown.count() === 0; look += 1) await person.go('/runs');
    assert.equal(await unknown.count(), 1);
    await person.leave();
  } finally {
    await other.close();
    await slow.stop();
  }
});
