// Putting two versions together: the text follows the choices until somebody writes in it, and is kept until it is saved.

const form = document.querySelector('#merge');
const text = form.querySelector('#text');
const edited = document.querySelector('#edited');
const compose = document.querySelector('#compose');
const key = `draft:${form.dataset.name}`;
let made = text.value;

// the editor finds it there: what was decided survives a reload, a crash, or a third version
const keep = () => {
  const draft = { text: text.value, stamp: form.elements.stamp.value };
  try { localStorage.setItem(key, JSON.stringify(draft)); } catch { /* a full storage must not keep anyone from writing */ }
};

async function follow() {
  const fields = new URLSearchParams(new FormData(form));
  fields.set('do', 'text');
  try {
    const answer = await fetch(form.action, { method: 'POST', body: fields });
    // it changed again, or the server is gone: saving says so
    if (!answer.ok) return;
    made = (await answer.json()).text;
    text.value = made;
    edited.hidden = true;
    keep();
  } catch { /* the text stays as it is */ }
}

form.addEventListener('change', (event) => {
  if (event.target.type !== 'radio') return;
  if (text.value === made) follow();
  else edited.hidden = false;
});
compose?.addEventListener('click', (event) => {
  event.preventDefault();
  follow();
});
text.addEventListener('input', keep);
form.addEventListener('submit', keep);
document.querySelector('#drop').addEventListener('click', () => {
  try { localStorage.removeItem(key); } catch { /* nothing to do about it */ }
});

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[value=save]'));
  }
});
