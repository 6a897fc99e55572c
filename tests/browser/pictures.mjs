// The main pages for the documentation: light and dark, wide and on a phone, in French and in English.

import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Person, Project } from './studio.mjs';

const to = process.env.PICTURES ?? join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'pictures');
mkdirSync(to, { recursive: true });

const project = new Project('demo');
// one prompt of each task, under the name of its task
for (const [prompt, name] of [['tri-soigne', 'tri'], ['triage-careful', 'triage'], ['facture-soigne', 'facture']]) {
  project.write(`${name}.mot.md`, project.read(`${prompt}.mot.md`));
  project.shorten(`${name}.cases.csv`, Number(process.env.CASES ?? 24));
}
project.without('tri-', 'triage-', 'facture-');
const studio = await project.open();
const shots = [];

/** One picture; `part` is how much of the page is shown, in CSS pixels. */
async function picture(person, name, part = 860) {
  const width = person.page.viewportSize().width;
  await person.page.setViewportSize({ width, height: part });
  await person.page.evaluate(() => document.activeElement?.blur());
  // PNG of flat colours is small; the device's own scale is kept
  await person.page.screenshot({ path: join(to, `${name}.png`), animations: 'disabled' });
  shots.push(name);
}

async function evaluate(person, prompt, now) {
  await person.go(`/evaluate/${prompt}`);
  await person.click(now);
  await person.page.waitForURL(/\/run\//, { timeout: 300_000 });
  return new URL(person.page.url()).pathname;
}

try {
  const fr = await Person.arrive(studio, { lang: 'fr' });
  const run = await evaluate(fr, 'tri.mot.md', 'Évaluer tout de suite');
  await picture(fr, 'resultats', 1000);
  await fr.go(`${run}/matrix`);
  await picture(fr, 'cas-par-cas');
  await fr.go('/cases/tri.mot.md');
  await picture(fr, 'cas');
  await fr.go('/new?kind=classify');
  await picture(fr, 'nouveau');
  await fr.leave();

  const en = await Person.arrive(studio, { lang: 'en', theme: 'dark' });
  await evaluate(en, 'triage.mot.md', 'Evaluate now');
  await picture(en, 'results-dark', 1000);
  await en.go('/');
  await picture(en, 'home-dark');
  await en.go('/edit/triage.mot.md');
  await picture(en, 'editor-dark');
  await en.leave();

  const phone = await Person.arrive(studio, { lang: 'fr', width: 360 });
  await picture(phone, 'accueil-telephone', 780);
  await phone.go(run);
  await picture(phone, 'resultats-telephone', 780);
  await phone.leave();
} finally {
  await studio.close();
  project.close();
}
console.log(shots.join('\n'));
