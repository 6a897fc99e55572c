// Several models side by side, each as it writes. Without this module the page asks them all and shows them when they end.

const form = document.querySelector('#try');
const section = document.querySelector('#answers');
const place = section.querySelector('.answers');
const pattern = document.querySelector('#column');
const said = document.querySelector('#said').dataset;
const MOST = 6;

/** The lines of an answer as they come. */
async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n');
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

const paragraph = (text, name) => {
  const made = document.createElement('p');
  made.textContent = text;
  if (name) made.className = name;
  return made;
};

async function ask(model, fields) {
  const column = pattern.content.firstElementChild.cloneNode(true);
  const part = (name) => column.querySelector(name);
  part('h3').textContent = model;
  place.append(column);
  const stopping = new AbortController();
  part('.stop').addEventListener('click', () => stopping.abort());
  const body = new URLSearchParams(fields);
  body.set('model', model);
  let ended = false;
  try {
    const answer = await fetch(form.dataset.stream, { method: 'POST', body, signal: stopping.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    for await (const line of lines(answer.body)) {
      if (line.text) part('.answer').textContent += line.text;
      if (line.failed) {
        ended = true;
        part('.summary').textContent = '';
        for (const { text, advice } of line.failed) {
          part('.wrong').classList.add('note', 'bad');
          part('.wrong').append(paragraph(text), ...(advice ? [paragraph(advice, 'fine')] : []));
        }
      }
      if (line.done) {
        ended = true;
        part('.answer').textContent = line.done.text;
        part('.summary').textContent = line.done.summary;
        part('.notes').append(...line.done.notes.map((note) => paragraph(note)));
      }
    }
    if (!ended) throw new Error('cut');
  } catch {
    part('.summary').textContent = stopping.signal.aborted ? said.stopped : said.lost;
  }
  part('.buttons').remove();
  column.removeAttribute('aria-busy');
}

form.addEventListener('submit', (event) => {
  if (event.submitter?.value !== 'ask') return;
  const models = [...new Set(form.elements.model.value.split(/[,\s]+/).filter(Boolean))].slice(0, MOST);
  // without a name the page knows better what is missing
  if (models.length === 0) return;
  event.preventDefault();
  const fields = [...new FormData(form)].filter(([name]) => name !== 'model' && name !== 'do');
  place.replaceChildren();
  section.hidden = false;
  models.forEach((model) => ask(model, fields));
  section.scrollIntoView({ block: 'nearest' });
});
