// The same journey on a phone of 360 pixels.

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

test('from a goal to a report, on a phone', () => journey(studio, { lang: 'fr', width: 360, title: 'Tri de poche' }));
