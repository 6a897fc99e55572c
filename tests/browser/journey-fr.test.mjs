// A new person goes from a goal to a report in French, on the model inside the program: no key, no network.

import { after, before, test } from 'node:test';
import { journey } from './journey.mjs';
import { Project } from './studio.mjs';

const project = new Project({ 'motjuste.toml': 'models = ["petit"]\n' });
let studio;
before(async () => { studio = await project.open(); });
after(async () => {
  await studio?.close();
  project.close();
});

test('from a goal to a report, in French', () => journey(studio, { lang: 'fr', width: 1280, title: 'Tri d’été' }));
