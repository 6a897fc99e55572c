// Live progress. The connection comes back by itself; when the run has ended, the page is asked for again.

const live = document.querySelector('#live');
const bar = document.querySelector('#bar');
const notices = document.querySelector('#notices');
const log = document.querySelector('#log');
const curve = document.querySelector('#curve');
const source = new EventSource(live.dataset.events);

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
  if (now.ended) {
    source.close();
    location.reload();
  }
});
