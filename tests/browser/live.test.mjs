// A run is watched case by case while it is answered.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { settings } from './hostile.mjs';

test('cases fill in as they are answered, and the focus stays where it was', async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `mot${i},${i % 4 ? `mot${i}` : 'autre'}`).join('\n');
  const project = new Project({
    'motjuste.toml': `${settings}\n[defaults]\nconcurrency = 4\n`,
    'echo.mot.md': '---\ntitle: Écho\ntask: Répète.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n',
    'echo.cases.csv': `word,expect\n${rows}\n`,
  });
  const slow = project.path('slow.json', JSON.stringify({ rules: [{ then: { latency: { fixed_ms: 400 } } }] }));
  const fake = await vendor('--script', slow);
  const studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  try {
    const person = await Person.arrive(studio, { lang: 'fr' });
    const { page } = person;
    await person.go('/evaluate/echo.mot.md');
    await person.click('Évaluer tout de suite');
    const table = page.getByRole('table', { name: 'Tableau des cas' });
    const first = table.getByRole('link').first();
    await first.focus({ timeout: 30_000 });
    const before = await table.getByRole('row').count();
    await table.getByRole('row').nth(before + 4).waitFor({ timeout: 30_000 });
    assert.ok(await first.evaluate((link) => link === document.activeElement), 'the focus was lost');
    await person.accessible();
    await page.waitForURL(/\/run\//, { timeout: 60_000 });
    await person.go(`${new URL(page.url()).pathname}/matrix`);
    assert.equal(await table.getByRole('row').count(), 41);
    assert.equal(await table.getByText('✗').count(), 50, 'a case in four, and every bare request');
    await person.leave();
  } finally {
    await studio.close();
    await fake.stop();
    project.close();
  }
});
