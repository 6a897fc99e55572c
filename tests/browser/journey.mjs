// What a new person does, from a goal to a report, without typing code: a short interview, cases pasted from a
// spreadsheet, a try, an evaluation on the model inside the program, why a case fails, a shorter prompt found and taken,
// the two versions compared case by case, the report. The same steps in both languages and on a phone.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Person } from './studio.mjs';

// two people disagree about the first message: whatever a model answers, one of its two cases fails
const THINGS = {
  fr: ['la lampe', 'le manteau', 'le canapé', 'la théière', 'le vélo', 'la montre', 'le tapis', 'la valise', 'le miroir', 'la chaise'],
  en: ['the lamp', 'the coat', 'the sofa', 'the teapot', 'the bicycle', 'the watch', 'the carpet', 'the suitcase', 'the mirror', 'the chair'],
};
const MESSAGES = {
  fr: (thing) => [
    [`La facture pour ${thing} porte une mauvaise adresse.`, 'facturation'],
    [`Je veux annuler ma commande pour ${thing}.`, 'annulation'],
    [`Le colis avec ${thing} n’est toujours pas arrivé.`, 'livraison'],
    [`Bravo et merci, j’adore ${thing} !`, 'éloge'],
  ],
  en: (thing) => [
    [`The invoice for ${thing} has a wrong address.`, 'billing'],
    [`I want to cancel my order for ${thing}.`, 'cancellation'],
    [`The parcel with ${thing} has still not arrived.`, 'delivery'],
    [`Well done and thank you, I love ${thing}!`, 'praise'],
  ],
};
const CASES = {
  fr: [['Merci d’annuler ma facture.', 'facturation'], ['Merci d’annuler ma facture.', 'annulation'], ...THINGS.fr.flatMap(MESSAGES.fr)],
  en: [['Please cancel my invoice.', 'billing'], ['Please cancel my invoice.', 'cancellation'], ...THINGS.en.flatMap(MESSAGES.en)],
};

const WORDS = {
  fr: {
    create: 'Nouveau prompt', kind: /^Classer/, title: 'Nom du prompt', task: 'En une ligne, que doit faire le modèle ?',
    goal: 'Dire le thème du message d’un client', labels: 'Étiquettes possibles', list: 'facturation\nlivraison\nannulation\néloge',
    write: 'Écrire le prompt', written: /Le prompt est écrit/, pasteIn: /Une ligne par cas/, add: 'Ajouter ces lignes', added: /42 cas ajoutés/,
    disagree: /l’un des deux se trompe/, attempt: '4 Essayer', ask: 'Interroger le modèle', answer: 'Réponse',
    evaluate: '5 Évaluer', now: 'Évaluer tout de suite', failing: 'Essais en échec', checks: 'Contrôles', edit: 'Modifier ce cas',
    calibrate: '6 Calibrer', improve: 'Améliorer', shorten: 'Raccourcir sans perdre', margin: /^Perte admise/, begin: 'Commencer',
    found: 'Du prompt d’aujourd’hui à la version trouvée', take: 'Prendre cette version', saved: 'Enregistré.',
    compare: 'Comparer', against: 'Comparer à', cells: 'Cas par cas', all: 'Les deux justes', report: 'Exporter le rapport (HTML)', says: 'lang="fr"',
  },
  en: {
    create: 'New prompt', kind: /^Classify/, title: 'Name of the prompt', task: 'In one line, what is the model to do?',
    goal: 'Say the topic of a customer’s message', labels: 'Possible labels', list: 'billing\ndelivery\ncancellation\npraise',
    write: 'Write the prompt', written: /The prompt is written/, pasteIn: /One line for each case/, add: 'Add these lines', added: /42 cases added/,
    disagree: /one of the two is wrong/, attempt: '4 Try', ask: 'Ask the model', answer: 'Answer',
    evaluate: '5 Evaluate', now: 'Evaluate now', failing: 'Failing trials', checks: 'Checks', edit: 'Edit this case',
    calibrate: '6 Calibrate', improve: 'Improve', shorten: 'Shorten without losing', margin: /^Loss allowed/, begin: 'Begin',
    found: 'From the prompt of today to the version found', take: 'Take this version', saved: 'Saved.',
    compare: 'Compare', against: 'Compare with', cells: 'Case by case', all: 'Both right', report: 'Export the report (HTML)', says: 'lang="en"',
  },
};

/** The whole way, in one sitting. */
export async function journey(studio, { lang, width, title, theme = 'light' }) {
  const said = WORDS[lang];
  const person = await Person.arrive(studio, { lang, width, theme });
  const { page } = person;
  const ran = () => page.waitForURL(/\/run\//, { timeout: 280_000 });

  // the interview; a reload loses nothing of it
  await person.click(said.create, 'link');
  await person.click(said.kind, 'link');
  await person.fill(said.title, title);
  await person.fill(said.task, said.goal);
  await person.fill(said.labels, said.list);
  await page.reload();
  assert.equal(await page.getByLabel(said.title).inputValue(), title);
  await person.accessible('interview');
  await person.click(said.write);
  await person.sees(said.written);

  // cases from a spreadsheet
  await person.fill(said.pasteIn, CASES[lang].map((row) => row.join('\t')).join('\n'));
  await person.click(said.add);
  await person.sees(said.added);
  await person.sees(said.disagree);
  await person.accessible('cases');

  // one case, once
  await person.click(said.attempt, 'link');
  await person.click(said.ask);
  await page.getByRole('heading', { name: said.answer }).waitFor({ timeout: 120_000 });
  await person.accessible('try');

  // all of them, and why one fails
  await person.click(said.evaluate, 'link');
  await person.click(said.now);
  await ran();
  await person.accessible('results');
  await person.click(said.failing, 'link');
  await page.locator('tbody th a').first().click();
  await page.getByRole('heading', { name: said.checks }).waitFor();
  assert.ok((await page.locator('.verdicts .badge.bad').count()) > 0, 'a check says why');
  await person.click(said.edit, 'link');
  await page.locator('tr.chosen textarea').first().waitFor();
  await person.accessible('the failing case');

  // a shorter prompt that is as good, taken
  await person.click(said.calibrate, 'link');
  await person.accessible('calibrate');
  await person.click(said.improve, 'link');
  await page.getByLabel(said.shorten).check();
  await person.fill(said.margin, '60');
  await person.click(said.begin);
  await page.waitForURL(/\/(live|run)\//);
  await ran();
  await page.getByRole('heading', { name: said.found }).waitFor();
  await person.accessible('what was found');
  await person.click(said.take);
  await person.sees(said.saved);

  // both versions side by side
  await person.click(said.compare, 'link');
  assert.ok((await page.getByRole('group', { name: said.against }).getByRole('checkbox', { checked: true }).count()) > 0, 'the text of before is offered');
  await person.accessible('what to compare');
  await person.click(said.compare);
  await page.waitForURL(/\/run\/[^/]+\/compare/, { timeout: 280_000 });
  await page.getByRole('heading', { name: said.cells }).waitFor();
  assert.equal(await page.locator('.claim .verdict').count(), 1);
  await person.accessible('comparison');
  await page.getByRole('link', { name: said.all, exact: true }).click();
  await person.accessible('one cell of it');

  // and what was learnt, to send to somebody
  const downloading = page.waitForEvent('download');
  await person.click(said.report, 'link');
  const report = await downloading;
  assert.match(report.suggestedFilename(), /^motjuste-.*\.html$/);
  const text = readFileSync(await report.path(), 'utf8');
  assert.ok(text.includes(said.says) && text.includes('class="claim'), 'a whole page in the person’s language');
  await person.leave();
}
