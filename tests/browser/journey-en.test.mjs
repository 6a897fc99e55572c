// The same journey in English, on a dark screen.

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

test('from a goal to a report, in English', () => journey(studio, { lang: 'en', width: 1280, theme: 'dark', title: 'Triage' }));
