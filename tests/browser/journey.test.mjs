// A new person goes from a goal to a measured prompt without typing code: in French, in English, with the keyboard
// alone, on a phone. The model is the one inside the program: no key, no network.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Person, Project } from './studio.mjs';

const project = new Project({ 'motjuste.toml': 'models = ["petit"]\n' });
let studio;
before(async () => { studio = await project.open(); });
after(async () => {
  await studio?.close();
  project.close();
});

const CASES = {
  fr: [
    ['La facture de la sandale porte une mauvaise adresse.', 'facturation'],
    ['Puis-je annuler la lampe avant l’envoi ?', 'annulation'],
    ['Le suivi dit que mon colis est à Berlin.', 'livraison'],
    ['Votre équipe a été adorable.', 'éloge'],
  ],
  en: [
    ['I need the invoice for the earring.', 'billing'],
    ['Can I cancel the lamp before it ships?', 'cancellation'],
    ['The tracking page says my sheet is in Berlin.', 'delivery'],
    ['Your team was lovely.', 'praise'],
  ],
};
const tsv = (rows) => rows.map((row) => row.join('\t')).join('\n');

const words = {
  fr: {
    create: 'Nouveau prompt', kind: /^Classer/, title: 'Nom du prompt', task: 'En une ligne, que doit faire le modèle ?',
    labels: 'Étiquettes possibles', write: 'Écrire le prompt', written: /Le prompt est écrit/, paste: 'Coller depuis un tableur',
    pasteIn: /Une ligne par cas/, add: 'Ajouter ces lignes', added: /4 cas ajoutés/, evaluate: '5 Évaluer',
    now: 'Évaluer tout de suite', failing: 'Essais en échec', edit: 'Modifier ce cas', report: 'HTML',
    goal: 'Dire le thème du message d’un client', list: 'facturation\nlivraison\nannulation\néloge', cases: '2 Entrées et sorties',
  },
  en: {
    create: 'New prompt', kind: /^Classify/, title: 'Name of the prompt', task: 'In one line, what is the model to do?',
    labels: 'Possible labels', write: 'Write the prompt', written: /The prompt is written/, paste: 'Paste from a spreadsheet',
    pasteIn: /One line for each case/, add: 'Add these lines', added: /4 cases added/, evaluate: '5 Evaluate',
    now: 'Evaluate now', failing: 'Failing trials', edit: 'Edit this case', report: 'HTML',
    goal: 'Say the topic of a customer’s message', list: 'billing\ndelivery\ncancellation\npraise', cases: '2 Inputs and outputs',
  },
};

for (const [lang, width, title] of [['fr', 1280, 'Tri d’été'], ['en', 1280, 'Triage'], ['fr', 360, 'Tri de poche']]) {
  test(`from a goal to a measured prompt: ${lang}, ${width} px`, async () => {
    const said = words[lang];
    const person = await Person.arrive(studio, { lang, width });
    const { page } = person;
    await person.click(said.create, 'link');
    await person.click(said.kind, 'link');
    await person.fill(said.title, title);
    await person.fill(said.task, said.goal);
    await person.fill(said.labels, said.list);
    // a reload loses nothing
    await page.reload();
    assert.equal(await page.getByLabel(said.title).inputValue(), title);
    await person.accessible('interview');
    await person.click(said.write);
    await person.sees(said.written);
    await person.fill(said.pasteIn, tsv(CASES[lang]));
    await person.click(said.add);
    await person.sees(said.added);
    await person.accessible('cases');
    await person.click(said.evaluate, 'link');
    await person.click(said.now);
    await page.waitForURL(/\/run\//, { timeout: 120_000 });
    await person.accessible('results');
    const downloading = page.waitForEvent('download');
    await person.click(said.report, 'link');
    const report = await downloading;
    assert.match(report.suggestedFilename(), /\.html$/);
    // why a case fails, and the case itself
    await person.click(said.failing, 'link');
    const failed = page.locator('tbody th a').first();
    if (await failed.count()) {
      await failed.click();
      await person.click(said.edit, 'link');
      await page.locator('tr.chosen textarea').first().waitFor();
      await person.accessible('the failing case');
    }
    await person.leave();
  });
}

test('the keyboard alone writes, saves and evaluates', async () => {
  project.write('clavier.mot.md', '---\ntitle: Clavier\ntask: Répète.\ninputs:\n  mot: string\nmodel:\n  params: {max_tokens: 8}\n---\n::: user\nRépète : {{ mot }}\n');
  project.write('clavier.cases.csv', 'mot,attendu\noui,oui\n');
  const person = await Person.arrive(studio, { lang: 'fr' });
  const { page } = person;
  /** Tab until something of this name has the focus. */
  const reach = async (name) => {
    for (let step = 0; step < 200; step += 1) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const { activeElement: e } = document;
        const label = e.labels?.[0]?.textContent ?? e.getAttribute('aria-label') ?? e.textContent ?? '';
        return label.replace(/\s+/g, ' ').trim();
      });
      if (typeof name === 'string' ? at === name : name.test(at)) return;
    }
    assert.fail(`${name} is not reached with Tab on ${page.url()}`);
  };
  // the first stop of every page leads past its head
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, '#main');
  await reach('Clavier');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/prompt\//);
  await reach('clavier.cases.csv');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\//);
  await reach(/^attendu, 1$/);
  await page.keyboard.type(' vraiment');
  await page.keyboard.press('Control+s');
  await person.sees('Enregistré.');
  assert.match(project.read('clavier.cases.csv'), /vraiment/);
  await reach('5 Évaluer');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/evaluate\//);
  await reach('Évaluer tout de suite');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/run\//, { timeout: 120_000 });
  await person.leave();
});

test('two tabs that edit the same cases: the second sees both versions', async () => {
  project.write('deux.mot.md', '---\ntitle: Deux\ntask: Répète.\ninputs:\n  mot: string\n---\n::: user\n{{ mot }}\n');
  project.write('deux.cases.csv', 'mot,expect\nun,un\n');
  const person = await Person.arrive(studio, { lang: 'fr' });
  const first = person.page;
  await person.go('/cases/deux.mot.md');
  const second = await person.context.newPage();
  person.watch(second);
  await second.goto(`${studio.origin}/cases/deux.mot.md`);
  await second.getByLabel('mot, 1').fill('premier');
  await second.getByRole('button', { name: 'Enregistrer' }).click();
  await second.getByText('Enregistré.').waitFor();
  await first.getByLabel('expect, 1').fill('autre');
  await first.getByRole('button', { name: 'Enregistrer' }).click();
  await person.sees('Deux versions');
  assert.equal(project.read('deux.cases.csv'), 'mot,expect\npremier,un\n');
  await person.accessible('conflict');
  await first.getByRole('button', { name: 'Enregistrer' }).click();
  await person.sees('Enregistré.');
  await person.leave();
});
