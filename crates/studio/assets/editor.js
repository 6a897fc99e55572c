// What the editor can only do with a script: keep drafts, save by keyboard, see problems while writing, in the text
// and beside it.

const form = document.querySelector('#editor');
const text = form.querySelector('#text');
const under = form.querySelector('#under');
const stamp = form.querySelector('[name=stamp]');
const notice = document.querySelector('#draft');
const list = document.querySelector('#problems');
const sound = document.querySelector('#sound');
const weighed = document.querySelector('#weight');
const key = `draft:${form.dataset.name}`;
const written = text.value;

// A full or forbidden storage must not keep anyone from writing.
const kept = {
  read() { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  write(draft) { try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* nothing to do about it */ } },
  drop() { try { localStorage.removeItem(key); } catch { /* nothing to do about it */ } },
};

const draft = kept.read();
if (draft && draft.text !== text.value) {
  text.value = draft.text;
  // with its own stamp: if the file has changed since, saving shows both versions
  stamp.value = draft.stamp;
  notice.hidden = false;
} else {
  kept.drop();
}

const leave = (event) => {
  event.preventDefault();
  kept.drop();
  location.assign(form.getAttribute('action'));
};
document.querySelector('#discard').addEventListener('click', leave);
document.querySelector('#load').addEventListener('click', leave);

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    form.requestSubmit();
  }
});

const element = (name, className, content) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (content) made.textContent = content;
  return made;
};

/** Where a problem is in the text: from its column the whole `{{ … }}` (what follows, when nothing closes it) or word;
 * without one the whole line. */
function place({ line, column }) {
  const lines = text.value.split('\n');
  if (!line || line > lines.length) return null;
  const first = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const all = lines[line - 1];
  // columns count characters, a string counts units of 16 bits
  const from = column ? [...all].slice(0, column - 1).join('').length : all.length - all.trimStart().length;
  const rest = all.slice(from);
  const part = column ? rest.match(/^(\{\{.*?\}\}|\{%.*?%\}|\{[{%#].*|\s*[\p{L}\p{N}_-]+|\s*\S)/u)?.[0] ?? rest : rest.trimEnd();
  return part === '' ? { from: first, to: first + all.length } : { from: first + from, to: first + from + part.length };
}

function goTo(problem) {
  const where = place(problem);
  if (!where) return;
  const lines = text.value.split('\n').length;
  text.focus();
  text.setSelectionRange(where.from, where.to);
  text.scrollTop = (text.scrollHeight * (problem.line - 1)) / lines - text.clientHeight / 3;
}

// Under the text the same text without ink: what is drawn there shows through, since a field cannot mark its words.
let problems = [];
function draw() {
  const value = text.value;
  const marks = problems.map((problem) => ({ ...place(problem), kind: problem.warning ? 'warn' : 'bad' }));
  for (const found of value.matchAll(/\{\{.*?\}\}|\{%.*?%\}/g)) {
    marks.push({ from: found.index, to: found.index + found[0].length, kind: 'input' });
  }
  const cuts = new Set([0, value.length]);
  for (const { from, to } of marks) if (to > from) cuts.add(from).add(to);
  const ends = [...cuts].sort((a, b) => a - b);
  const pieces = ends.slice(1).map((to, index) => {
    const from = ends[index];
    const kinds = new Set(marks.filter((mark) => mark.from <= from && mark.to >= to).map((mark) => mark.kind));
    const piece = value.slice(from, to);
    return kinds.size === 0 ? piece : element('span', [...kinds].join(' '), piece);
  });
  // an empty last line has no height without something on it
  under.replaceChildren(...pieces, '\n\u200b');
  follow();
}

function follow() { under.scrollTop = text.scrollTop; }
text.addEventListener('scroll', follow);
new ResizeObserver(follow).observe(text);

/** The problems where one writes are told apart beside the text. */
function point() {
  const at = text.selectionStart;
  problems.forEach((problem, index) => {
    const where = place(problem);
    const here = document.activeElement === text && where && where.from <= at && at <= where.to;
    list.children[index]?.classList.toggle('here', Boolean(here));
  });
}
document.addEventListener('selectionchange', point);

function shown(problem) {
  const item = element('li', problem.warning ? 'warn' : 'bad');
  item.append(element('span', 'mark', problem.warning ? list.dataset.remark : list.dataset.error), ' ');
  if (problem.line) {
    const button = element('button', 'line-button', `${list.dataset.line} ${problem.line}`);
    button.type = 'button';
    button.addEventListener('click', () => goTo(problem));
    item.append(button);
  }
  item.append(element('p', '', problem.text));
  if (problem.advice) item.append(element('p', 'fine', problem.advice));
  return item;
}

function weigh({ said, prices }) {
  // of a text that cannot be filled in, the last weight stays
  if (!said) return;
  weighed.querySelector('p').textContent = said;
  weighed.querySelector('table').hidden = prices.length === 0;
  weighed.querySelector('tbody').replaceChildren(...prices.map(([model, price]) => {
    const row = document.createElement('tr');
    const head = element('th', '', model);
    head.scope = 'row';
    row.append(head, element('td', '', price));
    return row;
  }));
}

let asked = 0;
async function check() {
  const mine = ++asked;
  try {
    const answer = await fetch(form.dataset.check, { method: 'POST', body: new URLSearchParams({ text: text.value }) });
    if (!answer.ok) return;
    const seen = await answer.json();
    if (mine !== asked) return;
    problems = seen.problems;
    list.replaceChildren(...problems.map(shown));
    sound.hidden = problems.length > 0;
    weigh(seen.weight);
    draw();
    point();
  } catch { /* the server is gone: the draft is kept, and the problems stay as they were */ }
}

let timer;
text.addEventListener('input', () => {
  if (text.value === written) kept.drop();
  else kept.write({ text: text.value, stamp: stamp.value });
  // what was wrong with the text before is drawn again when the new one has been read
  problems = [];
  draw();
  clearTimeout(timer);
  timer = setTimeout(check, 400);
});
draw();
check();

// A file changed by somebody else is picked up: at once when nothing was written here; otherwise its person is told, and
// puts both versions together (which saving does) or takes the other one.
const changed = document.querySelector('#changed');
const opened = stamp.value;
setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(form.dataset.stamp);
    if (!answer.ok) return;
    const now = await answer.json();
    if (now.stamp === opened) return;
    if (text.value === written) location.assign(form.getAttribute('action'));
    else changed.hidden = false;
  } catch { /* the server is gone: what is written here stays */ }
}, 2000);
