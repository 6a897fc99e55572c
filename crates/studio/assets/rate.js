// Judging with single keys: the key of a button presses it, unless somebody writes. They can be switched off (WCAG 2.1.4).

const form = document.querySelector('#rate');
const keys = document.querySelector('#keys');
const note = document.querySelector('#note');
const box = keys?.querySelector('input');
const KEPT = 'rate:keys';

// A full or forbidden storage must not keep anyone from judging.
const read = () => { try { return localStorage.getItem(KEPT); } catch { return null; } };
const write = (value) => { try { localStorage.setItem(KEPT, value); } catch { /* nothing to do about it */ } };

if (box) {
  keys.hidden = false;
  box.checked = read() !== 'off';
  box.addEventListener('change', () => write(box.checked ? 'on' : 'off'));
}

let sent = false;
form.addEventListener('submit', (event) => {
  // a key held down judges one answer, not all of them
  if (sent) event.preventDefault();
  sent = true;
});

addEventListener('pageshow', () => { sent = false; });

addEventListener('keydown', (event) => {
  if (event.target === note && event.key === 'Escape') note.blur();
  const writes = event.target.closest?.('textarea, input:not([type=checkbox]), select');
  if (event.repeat || writes || event.ctrlKey || event.metaKey || event.altKey || (box ?? { checked: true }).checked === false) return;
  if (note && event.key.toLowerCase() === 'n') {
    event.preventDefault();
    note.focus();
    return;
  }
  // digits by their place too: some keyboards need Shift for them
  const pressed = [event.key.toLowerCase(), event.code.replace(/^(Digit|Numpad)(?=\d$)/, '')];
  const button = [...form.querySelectorAll('button[data-key]')].find((each) => pressed.includes(each.dataset.key.toLowerCase()));
  if (!button) return;
  event.preventDefault();
  form.requestSubmit(button);
});
