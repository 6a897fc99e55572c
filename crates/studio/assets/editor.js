// What the editor can only do with a script: keep drafts, save by keyboard, see problems while writing.

const form = document.querySelector('#editor');
const text = form.querySelector('#text');
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

function goTo(line) {
  const lines = text.value.split('\n');
  const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1] ?? '').length);
  text.scrollTop = (text.scrollHeight * (line - 1)) / lines.length - text.clientHeight / 3;
}

function shown(problem) {
  const item = element('li', problem.warning ? 'warn' : 'bad');
  item.append(element('span', 'mark', problem.warning ? list.dataset.remark : list.dataset.error), ' ');
  if (problem.line) {
    const button = element('button', 'line-button', `${list.dataset.line} ${problem.line}`);
    button.type = 'button';
    button.addEventListener('click', () => goTo(problem.line));
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
    const { problems, weight } = await answer.json();
    if (mine !== asked) return;
    list.replaceChildren(...problems.map(shown));
    sound.hidden = problems.length > 0;
    weigh(weight);
  } catch { /* the server is gone: the draft is kept, and the problems stay as they were */ }
}

let timer;
text.addEventListener('input', () => {
  if (text.value === written) kept.drop();
  else kept.write({ text: text.value, stamp: stamp.value });
  clearTimeout(timer);
  timer = setTimeout(check, 400);
});
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
