// Live progress. The connection comes back by itself; when the run has ended, the page is asked for again.

const live = document.querySelector('#live');
const bar = document.querySelector('#bar');
const notices = document.querySelector('#notices');
const log = document.querySelector('#log');
const curve = document.querySelector('#curve');
const matrix = document.querySelector('#matrix');
const source = new EventSource(live.dataset.events);

// The table of cases: a row that says the same stays what it is, with the focus it may have.
// A document is what a request can read HTML into: no text becomes elements by a script.
let told = -1;
let asking = false;
function tell(done) {
  if (!matrix || asking || done === told) return;
  asking = true;
  const request = new XMLHttpRequest();
  request.open('GET', matrix.dataset.from);
  request.responseType = 'document';
  request.addEventListener('loadend', () => {
    asking = false;
    const fresh = request.status === 200 ? request.response?.querySelector('table') : null;
    if (!fresh) return;
    told = done;
    const body = matrix.querySelector('tbody');
    if (body) fresh.querySelectorAll('tbody tr').forEach((row) => show(body, row));
    else matrix.replaceChildren(fresh);
  });
  request.send();
}

function show(body, row) {
  const old = document.getElementById(row.id);
  if (!old) {
    // cases are answered in any order
    const number = (each) => Number(each.id.slice('case-'.length));
    body.insertBefore(row, [...body.rows].find((each) => number(each) > number(row)) ?? null);
  } else if (!old.isEqualNode(row)) {
    const focused = [...old.querySelectorAll('a')].indexOf(document.activeElement);
    const address = document.activeElement?.getAttribute('href');
    old.replaceWith(row);
    if (focused >= 0) row.querySelector(`a[href='${address}']`)?.focus();
  }
}

source.addEventListener('message', (event) => {
  const now = JSON.parse(event.data);
  bar.max = Math.max(now.total, 1);
  bar.value = now.done;
  for (const place of live.querySelectorAll('[data-fact]')) {
    const value = now.facts[place.dataset.fact];
    if (value !== undefined && place.textContent !== value) place.textContent = value;
  }
  for (const notice of now.notices) {
    const item = document.createElement('li');
    item.textContent = notice;
    notices.append(item);
  }
  // a connection that came back tells everything again
  now.log.slice(Math.max(0, (log?.children.length ?? 0) - now.first)).forEach((line) => {
    const item = document.createElement('li');
    item.textContent = line;
    log?.append(item);
  });
  if (now.curve && curve) {
    curve.hidden = false;
    curve.querySelector('polyline').setAttribute('points', now.curve);
  }
  tell(now.done);
  if (now.ended) {
    source.close();
    location.reload();
  }
});
