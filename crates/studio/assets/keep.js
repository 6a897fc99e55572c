// What is written in a form and not saved yet is kept by the browser, and comes back after a reload or a crash.

const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
// A full or forbidden storage must not keep anyone from writing.
const write = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* nothing to do about it */ } };
const drop = (key) => { try { localStorage.removeItem(key); } catch { /* nothing to do about it */ } };

const forms = [...document.querySelectorAll('form[data-keep]')];
const value = (field) => (['radio', 'checkbox'].includes(field.type) ? field.checked : field.value);
const name = (field) => (field.type === 'radio' ? `${field.name}=${field.value}` : field.name);

// a page that says something was saved says what need not be kept any more
for (const { dataset } of document.querySelectorAll('[data-forget]')) drop(`kept:${dataset.forget}`);

for (const form of forms) {
  const key = `kept:${form.dataset.keep}`;
  const stamp = form.querySelector('input[name=stamp]');
  const notice = form.querySelector('[data-kept]');
  const fields = [...form.elements].filter((field) => field.name && !['hidden', 'file', 'submit'].includes(field.type));
  const written = Object.fromEntries(fields.map((field) => [name(field), value(field)]));

  const save = () => {
    const now = Object.fromEntries(
      fields.filter((field) => form.dataset.refused || value(field) !== written[name(field)]).map((field) => [name(field), value(field)]),
    );
    if (Object.keys(now).length > 0) write(key, { fields: now, stamp: stamp?.value });
    else drop(key);
  };

  const kept = form.dataset.refused ? null : read(key);
  for (const field of fields) {
    const was = kept?.fields?.[name(field)];
    if (was === undefined) continue;
    if (typeof was === 'boolean') field.checked = was;
    else field.value = was;
  }
  if (kept) {
    // with its own stamp: if the file has changed since, saving shows both versions
    if (stamp && kept.stamp) stamp.value = kept.stamp;
    if (notice) notice.hidden = false;
  }
  // what was refused is not in the file
  if (form.dataset.refused) save();
  form.addEventListener('input', save);
  notice?.querySelector('button')?.addEventListener('click', () => {
    drop(key);
    location.reload();
  });
}
