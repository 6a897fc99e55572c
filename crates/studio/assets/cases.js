// Pasting a piece of a spreadsheet into a cell fills the cells beside and below it.

const form = document.querySelector('#cases');
const rest = document.querySelector('#paste');

form.addEventListener('paste', (event) => {
  const cell = event.target.closest('td textarea');
  const text = event.clipboardData?.getData('text/plain') ?? '';
  // quotes mean cells with line ends in them: the server reads those
  if (!cell || !text.includes('\t') || text.includes('"')) return;
  event.preventDefault();
  const rows = text.replace(/[\r\n]+$/, '').split(/\r?\n/).map((line) => line.split('\t'));
  let row = cell.closest('tr');
  const first = [...row.querySelectorAll('textarea')].indexOf(cell);
  while (rows.length > 0 && row) {
    const cells = [...row.querySelectorAll('textarea')].slice(first);
    rows.shift().forEach((value, at) => { if (cells[at]) cells[at].value = value; });
    row = row.nextElementSibling;
  }
  if (rows.length > 0) {
    rest.value = rows.map((cells) => cells.join('\t')).join('\n');
    rest.closest('details').open = true;
    rest.focus();
  }
  form.dispatchEvent(new Event('input'));
});

addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === 's') {
    event.preventDefault();
    form.requestSubmit(form.querySelector('button[value=save]'));
  }
});
