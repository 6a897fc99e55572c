// What the parser sees is marked in the text itself, where it stands, and follows the text as it changes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Person, Project, bench } from './studio.mjs';

const filler = Array.from({ length: 80 }, (_, i) => `Ligne ${i} : soyez bref, poli et précis, sans jamais rien inventer de ce que le client n’a pas écrit.`).join('\n');
const project = new Project({
  'motjuste.toml': '',
  'mot.mot.md': `---\ntitle: Mot\ntask: Répète.\ninputs:\n  mot: string\nmodel:\n  prefer: [local/petit]\n---\n::: user\n${filler}\n{{ mot }} et {{ mto }}\n`,
  'mot.cases.csv': 'mot,expect\nun,un\n',
});
const stage = bench(project);

/** Boxes of what is marked, and of the same words in the field as the browser lays them out. */
const boxes = (page) => page.evaluate(() => {
  const under = document.querySelector('#under');
  const text = document.querySelector('#text');
  const marked = [...under.querySelectorAll('span')].map((span) => {
    const { left, top, width } = span.getBoundingClientRect();
    return { kind: span.className, words: span.textContent, left, top, width };
  });
  const box = text.getBoundingClientRect();
  return { marked, field: { left: box.left, top: box.top, right: box.right, bottom: box.bottom }, scroll: [under.scrollTop, text.scrollTop], heights: [under.scrollHeight, text.scrollHeight] };
});

for (const [lang, theme, width] of [['fr', 'light', 1280], ['en', 'dark', 360]]) {
  test(`problems are underlined where they stand: ${lang}, ${theme}, ${width} px`, async () => {
    const said = { fr: { text: 'Texte du prompt', long: /^Trop long pour local\/petit/, line: /^ligne 90/ }, en: { text: 'Text of the prompt', long: /^Too long for local\/petit/, line: /^line 90/ } }[lang];
    const person = await Person.arrive(stage.studio, { lang, theme, width });
    const { page } = person;
    await person.go('/edit/mot.mot.md');
    const field = page.getByLabel(said.text);
    await page.getByRole('button', { name: said.line }).click();
    assert.equal(await field.evaluate((text) => text.value.slice(text.selectionStart, text.selectionEnd)), 'mto');
    await page.locator('#problems .here').waitFor();
    const { marked, field: box, scroll, heights } = await boxes(page);
    assert.deepEqual(marked.map((mark) => mark.words), ['{{ mot }}', '{{ ', 'mto', ' }}']);
    assert.deepEqual(marked.map((mark) => mark.kind), ['input', 'input', 'bad input', 'input']);
    assert.ok(scroll[0] > 0 && Math.abs(scroll[0] - scroll[1]) < 1.5, `the marks follow the text: ${scroll}`);
    assert.ok(Math.abs(heights[0] - heights[1]) < 30, `lines break at the same places: ${heights}`);
    const { left, top } = marked[2];
    assert.ok(left > box.left && left < box.right && top > box.top && top < box.bottom, 'the mark is where one reads');
    await person.accessible('a text with marks');

    // a text is corrected: the mark goes; then it is too long for the model it names
    await page.keyboard.type('mot');
    await page.locator('#problems').getByText(said.long).waitFor();
    assert.equal((await boxes(page)).marked.filter((mark) => mark.kind.includes('bad')).length, 0);
    await person.leave();
  });
}
