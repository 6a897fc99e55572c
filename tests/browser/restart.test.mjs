// The studio is killed in the middle of a run: the run is taken up, and nothing that was written down is paid twice.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { settings } from './hostile.mjs';

test('a run that was cut is taken up by the next launch, and the draft is still there', async () => {
  const rows = Array.from({ length: 400 }, (_, i) => `mot${i},mot${i}`).join('\n');
  const project = new Project({
    'motjuste.toml': `${settings}\n[defaults]\nconcurrency = 2\n`,
    'echo.mot.md': '---\ntitle: Écho\ntask: Répète.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n',
    'echo.cases.csv': `word,expect\n${rows}\n`,
  });
  const fake = await vendor();
  const env = { FAKE_VENDOR_URL: fake.text };
  const port = 20_000 + (process.pid % 10_000);
  let studio = await project.open(env, port);
  try {
    const person = await Person.arrive(studio, { lang: 'fr' });
    const { page } = person;
    await person.go('/edit/echo.mot.md');
    await page.getByLabel('Texte du prompt').press('Control+End');
    await page.getByLabel('Texte du prompt').pressSequentially('Merci.');
    await person.go('/evaluate/echo.mot.md');
    await person.click('Évaluer tout de suite');
    await page.waitForURL(/\/(live|run)\//);
    await studio.kill();
    studio = await project.open(env, port);
    await page.goto(studio.address);
    // browsers keep drafts by address, and the project kept its own
    await person.go('/edit/echo.mot.md');
    assert.match(await page.getByLabel('Texte du prompt').inputValue(), /Merci\.$/);
    await page.getByRole('button', { name: 'L’abandonner' }).click();
    await person.go('/evaluate/echo.mot.md');
    await person.click('Évaluer tout de suite');
    await page.waitForURL(/\/run\//, { timeout: 120_000 });
    await person.sees(/^Terminée/);
    // requests that the kill cut are no fault of a page
    person.problems = person.problems.filter((problem) => !/ERR_|Failed to fetch|network/i.test(problem));
    await person.leave();
    const stats = await (await fetch(new URL('/__control/stats', fake.text))).json();
    // two calls were on their way when the studio was killed and one more was being written down (the engine's crew is
    // an eighth larger than what it may have in flight): only what these brought can be lost
    const at_risk = 3;
    assert.ok(stats.duplicates <= at_risk, `${stats.duplicates} answers were paid twice`);
    assert.ok(stats.requests <= 800 + at_risk, `${stats.requests} requests`);
  } finally {
    await studio.close();
    await fake.stop();
    project.close();
  }
});
