// A model that means harm changes nothing but text.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, vendor } from './studio.mjs';
import { hostile, settings } from './hostile.mjs';

test('a hostile answer, case and prompt are text on every page', async () => {
  const cell = hostile.replaceAll('"', '""');
  const project = new Project({
    'motjuste.toml': settings,
    'echo.mot.md': `---\ntitle: "<b onclick='alert(5)'>x</b>"\ntask: Répète.\ninputs:\n  word: string\nmodel:\n  prefer: [fake/echo]\n---\n::: user\n{{ word }}\n`,
    'echo.cases.csv': `id,word,expect\n"<img src=x>","${cell}","<u>other</u>"\n`,
  });
  const fake = await vendor();
  const studio = await project.open({ FAKE_VENDOR_URL: fake.text });
  try {
    const person = await Person.arrive(studio, { lang: 'en' });
    await person.go('/evaluate/echo.mot.md');
    await person.click('Evaluate now');
    await person.page.waitForURL(/\/run\//, { timeout: 60_000 });
    const run = new URL(person.page.url()).pathname;
    await person.go('/try/echo.mot.md');
    await person.click('Ask the model');
    await person.sees('<script>alert(1)</script>');
    for (const path of ['/', '/prompt/echo.mot.md', '/edit/echo.mot.md', '/try/echo.mot.md', '/calibrate/echo.mot.md', '/versions/echo.mot.md', '/compare/echo.mot.md', '/runs', '/calls', '/settings', run, `${run}/compare?cell=neither`, `${run}/trials`, `${run}/trials?sort=dearest`, `${run}/trial/0/0/0?with=1`]) {
      await person.go(path);
      const made = await person.page.evaluate(() => ({
        images: document.images.length,
        scripts: [...document.scripts].filter((s) => s.type !== 'module').length,
        links: [...document.links].filter((a) => a.protocol === 'javascript:').length,
        styles: document.querySelectorAll('style, [style], b[onclick], u').length,
      }));
      assert.deepEqual(made, { images: 0, scripts: 0, links: 0, styles: 0 }, path);
      assert.ok(await person.page.getByRole('heading', { level: 1 }).isVisible(), path);
    }
    await person.leave();
  } finally {
    await studio.close();
    await fake.stop();
    project.close();
  }
});
