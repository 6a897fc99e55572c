"use strict";
// The trials of the page: filter, sort, a hundred at a time, and two answers side by side.
// A model wrote most of this text, so it goes through textContent alone; the page's policy refuses anything else.
(() => {
  const PAGE = 100;
  const EXCERPT = 240;
  // beyond this many edits two answers have little in common, and looking for it would take seconds
  const MOST_EDITS = 1200;
  const MOST_WORDS = 20000;

  const $ = (id) => document.getElementById(id);
  const read = (id) => JSON.parse($(id).textContent);
  const fill = (template, ...values) => template.replace(/\{(\d)\}/g, (_, i) => values[i]);

  const meta = read("meta");
  const say = meta.say;
  const lang = document.documentElement.lang;
  const integer = new Intl.NumberFormat(lang);
  const decimal = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
  const second = new Intl.NumberFormat(lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const OUTCOMES = [
    { name: say.passed, sign: "✓", tone: "good" },
    { name: say.failed, sign: "✗", tone: "bad" },
    { name: say.unscored, sign: "?", tone: "warn" },
    { name: say.no_answer, sign: "!", tone: "warn" },
  ];
  const armOf = new Map(meta.arms.map((arm) => [arm.arm, arm]));
  const checkName = (check) => (typeof check === "number" ? meta.checks[check] : check);
  const colon = lang === "fr" ? "\u00a0: " : ": ";

  const trials = read("data").map((t, order) => ({
    order, case: t[0], id: t[1], arm: t[2], repeat: t[3], outcome: t[4], score: t[5], text: t[6], expect: t[7],
    checks: t[8], error: t[9], latency: t[10], cost: t[11], reused: t[12], cut: t[13], inputs: t[14], words: null,
  }));
  const byCase = new Map();
  for (const trial of trials) {
    if (!byCase.has(trial.case)) byCase.set(trial.case, []);
    byCase.get(trial.case).push(trial);
  }

  // ---- text -----------------------------------------------------------------------------------------------------

  const element = (tag, className, text) => {
    const out = document.createElement(tag);
    if (className) out.className = className;
    if (text !== undefined) put(out, text);
    return out;
  };

  // what would move, hide or reorder text is shown as a sign (the same characters as report::visible)
  const HIDDEN =
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\u{e0000}-\u{e01ef}]/gu;

  function put(parent, text) {
    let from = 0;
    for (const match of text.matchAll(HIDDEN)) {
      if (match[0] === "\r" && text[match.index + 1] === "\n") continue;
      parent.append(text.slice(from, match.index));
      const code = match[0].codePointAt(0);
      const sign = document.createElement("span");
      sign.className = "sign";
      sign.textContent = code < 32 ? String.fromCodePoint(0x2400 + code)
        : "U+" + code.toString(16).toUpperCase().padStart(4, "0");
      parent.append(sign);
      from = match.index + match[0].length;
    }
    parent.append(text.slice(from));
  }

  const excerpt = (text) => {
    const points = Array.from(text.slice(0, 2 * EXCERPT));
    return points.length > EXCERPT ? points.slice(0, EXCERPT).join("") + "…" : points.join("");
  };

  const time = (ms) => (ms === null ? "–" : ms < 1000 ? integer.format(Math.round(ms)) + "\u00a0ms"
    : second.format(ms / 1000) + "\u00a0s");

  const reasons = (trial) => {
    const out = trial.error === null ? [] : [trial.error];
    for (const [check, outcome, , reason] of trial.checks) {
      if (outcome !== 0 && reason !== null) out.push(checkName(check) + colon + reason);
    }
    return out;
  };

  const badge = (outcome) => {
    const out = element("span", "badge " + OUTCOMES[outcome].tone);
    const sign = element("span", "", OUTCOMES[outcome].sign);
    sign.setAttribute("aria-hidden", "true");
    out.append(sign, " " + OUTCOMES[outcome].name);
    return out;
  };

  const armName = (trial) => {
    const name = armOf.has(trial.arm) ? armOf.get(trial.arm).name : String(trial.arm);
    return meta.repeats > 1 ? name + ", " + fill(say.repeat, trial.repeat + 1) : name;
  };

  // ---- what is shown --------------------------------------------------------------------------------------------

  const state = { q: "", arm: "", check: "", outcome: "", pair: null, cell: null, sort: "case", down: false, page: 0 };
  let shown = [];

  const haystack = (trial) => {
    trial.words ??= [trial.id, trial.text ?? "", trial.expect ?? "", ...reasons(trial)].join("\n").toLowerCase();
    return trial.words;
  };

  // the cell of the paired table a case falls into: a case is right when its mean score is 1, as in the table
  function cells(pair) {
    const mean = (list, arm) => {
      const scores = list.filter((t) => t.arm === arm && t.score !== null).map((t) => t.score);
      return scores.length ? scores.reduce((a, b) => a + b, 0) / scores.length : null;
    };
    const out = new Map();
    for (const [number, list] of byCase) {
      const [a, b] = [mean(list, pair.a), mean(list, pair.b)];
      if (a === null || b === null) continue;
      const [right, other] = [a > 1 - 1e-9, b > 1 - 1e-9];
      out.set(number, right ? (other ? 0 : 1) : other ? 2 : 3);
    }
    return out;
  }

  function select() {
    const query = state.q.trim().toLowerCase();
    const arm = state.arm === "" ? null : Number(state.arm);
    const check = state.check === "" ? null : state.check;
    const outcome = state.outcome === "" ? null : Number(state.outcome);
    const pair = state.pair === null ? null : meta.pairs[state.pair];
    const cell = pair && cells(pair);
    shown = trials.filter((trial) => {
      if (arm !== null && trial.arm !== arm) return false;
      if (pair && trial.arm !== pair.a && trial.arm !== pair.b) return false;
      if (cell && cell.get(trial.case) !== state.cell) return false;
      if (check !== null) {
        const score = trial.checks.find((s) => checkName(s[0]) === check);
        if (!score || (outcome !== null && score[1] !== outcome)) return false;
      } else if (outcome !== null && trial.outcome !== outcome) return false;
      return query === "" || haystack(trial).includes(query);
    });
    const key = {
      case: (t) => t.order,
      arm: (t) => t.arm,
      outcome: (t) => t.outcome,
      score: (t) => t.score ?? -1,
      latency: (t) => t.latency ?? -1,
    }[state.sort];
    const way = state.down ? -1 : 1;
    shown.sort((a, b) => way * (key(a) - key(b)) || a.order - b.order);
    state.page = Math.min(state.page, Math.max(0, Math.ceil(shown.length / PAGE) - 1));
  }

  function row(trial, at) {
    const tr = element("tr");
    const cell = (label, className, ...content) => {
      const td = element("td", className);
      td.setAttribute("role", "cell");
      td.dataset.label = label;
      td.append(...content);
      tr.append(td);
    };
    const clamp = (text) => element("div", "clamp", excerpt(text));
    tr.setAttribute("role", "row");
    const open = element("button", "open", excerpt(trial.id));
    open.type = "button";
    open.dataset.at = at;
    open.setAttribute("aria-haspopup", "dialog");
    cell(say.case, "case", open);
    cell(say.arm, "arm", element("span", "", armName(trial)));
    cell(say.outcome, "outcome", badge(trial.outcome));
    cell(say.score, "number", trial.score === null ? "–" : decimal.format(trial.score));
    cell(say.expected, "text", trial.expect === null ? "" : clamp(trial.expect));
    cell(say.answer, "text", trial.text === null ? "" : clamp(trial.text));
    cell(say.why, "why", clamp(reasons(trial).join("\n")));
    cell(say.latency, "number", time(trial.latency));
    return tr;
  }

  function render() {
    select();
    const from = state.page * PAGE;
    const part = shown.slice(from, from + PAGE);
    const body = document.createDocumentFragment();
    part.forEach((trial, i) => body.append(row(trial, from + i)));
    const table = $("rows");
    table.tBodies[0].replaceChildren(body);
    table.hidden = part.length === 0;
    const range = part.length === 0 ? say.none
      : fill(say.range, integer.format(from + 1), integer.format(from + part.length), integer.format(shown.length));
    $("status").textContent = range;
    $("where").textContent = range;
    $("pager").hidden = shown.length <= PAGE;
    $("back").disabled = state.page === 0;
    $("forth").disabled = from + PAGE >= shown.length;
    for (const th of table.querySelectorAll("th[data-sort]")) {
      const sorted = th.dataset.sort === state.sort;
      if (sorted) th.setAttribute("aria-sort", state.down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    }
    const chip = $("pair");
    chip.hidden = state.pair === null;
    chip.replaceChildren();
    if (state.pair !== null) {
      const pair = meta.pairs[state.pair];
      const clear = element("button", "", say.clear);
      clear.type = "button";
      clear.setAttribute("aria-describedby", "pair-text");
      clear.addEventListener("click", () => {
        state.pair = state.cell = null;
        changed();
        $("q").focus();
      });
      const text = element("span", "", fill(say.pair, pair.cells[state.cell], pair.sentence));
      text.id = "pair-text";
      chip.append(text, clear);
    }
    for (const button of document.querySelectorAll("button[data-pair]")) {
      const on = Number(button.dataset.pair) === state.pair && Number(button.dataset.cell) === state.cell;
      button.setAttribute("aria-pressed", String(on));
    }
  }

  function changed() {
    state.page = 0;
    for (const name of ["q", "arm", "check", "outcome", "sort"]) $(name).value = state[name];
    render();
  }

  // ---- one case, two answers ------------------------------------------------------------------------------------

  let at = 0;

  function sides(trial) {
    const same = byCase.get(trial.case);
    const name = (value) => (value === "expected" ? say.expected : armName(trials[value]));
    const options = same.map((t) => t.order);
    const right = trial.expect === null ? options : [...options, "expected"];
    const list = (box, values, chosen) => {
      box.replaceChildren();
      for (const value of values) {
        const option = element("option", "", name(value));
        option.value = value;
        option.selected = value === chosen;
        box.append(option);
      }
    };
    const pair = state.pair === null ? null : meta.pairs[state.pair];
    const model = (t) => (armOf.has(t.arm) ? armOf.get(t.arm).model : "");
    const bare = (t) => armOf.has(t.arm) && armOf.get(t.arm).bare;
    const others = same.filter((t) => t.arm !== trial.arm && t.repeat === trial.repeat);
    const other = (pair && others.find((t) => t.arm === pair.a || t.arm === pair.b))
      ?? others.find((t) => model(t) === model(trial) && bare(t) !== bare(trial))
      ?? others.find((t) => model(t) === model(trial)) ?? others[0] ?? same.find((t) => t !== trial);
    list($("left"), options, trial.order);
    list($("right"), right, other ? other.order : trial.expect === null ? trial.order : "expected");
  }

  function facts(trial) {
    const out = element("p", "facts");
    out.append(badge(trial.outcome));
    const add = (text) => out.append(" · ", element("span", "", text));
    if (trial.score !== null) add(say.score + "\u00a0" + decimal.format(trial.score));
    if (trial.latency !== null) add(time(trial.latency));
    if (trial.cost !== null) add(trial.cost);
    if (trial.reused) add(say.reused);
    return out;
  }

  function checkList(trial) {
    const list = element("ul", "checks");
    if (trial.error !== null) list.append(element("li", "warn", trial.error));
    for (const [check, outcome, value, reason] of trial.checks) {
      const item = element("li");
      item.append(badge(outcome), " ", element("b", "", checkName(check)));
      if (value !== null && value !== 0 && value !== 1) item.append(" " + decimal.format(value));
      if (reason !== null) item.append(element("span", "", colon + reason));
      list.append(item);
    }
    return list;
  }

  function compare() {
    const chosen = (box) => (box.value === "expected" ? null : trials[Number(box.value)]);
    const expected = trials[Number($("left").value)].expect;
    const pair = [chosen($("left")), chosen($("right"))];
    const texts = pair.map((t) => (t === null ? expected : t.text) ?? "");
    const marks = $("diff").checked && pair[0] !== pair[1] ? difference(texts[0], texts[1]) : null;
    const note = $("diff-note");
    note.textContent = marks === "long" ? say.too_long : $("diff").checked && texts[0] === texts[1] ? say.same : "";
    [$("left-body"), $("right-body")].forEach((box, side) => {
      const trial = pair[side];
      const pre = element("pre");
      pre.tabIndex = 0;
      if (texts[side] === "") pre.append(element("i", "", say.empty));
      else if (Array.isArray(marks)) {
        for (const [text, only] of marks[side]) {
          if (only) pre.append(element(side === 0 ? "del" : "ins", "", text));
          else put(pre, text);
        }
      } else put(pre, texts[side]);
      box.replaceChildren(...(trial ? [facts(trial)] : []), pre);
      if (trial && trial.cut) box.append(element("p", "warn", fill(say.cut, integer.format(trial.cut))));
      if (trial) box.append(checkList(trial));
    });
  }

  // Myers' O(ND) comparison of words; [[text, only here], …] for each side, or "long"
  function difference(left, right) {
    const split = (text) => text.match(/[\p{L}\p{M}\p{N}_]+|\s+|[^\p{L}\p{M}\p{N}_\s]/gu) ?? [];
    const [a, b] = [split(left), split(right)];
    if (a.length + b.length > MOST_WORDS) return "long";
    const most = Math.min(a.length + b.length, MOST_EDITS);
    const reach = new Int32Array(2 * most + 3);
    const trail = [];
    const home = most + 1;
    for (let d = 0; d <= most; d++) {
      trail.push(reach.slice(home - d - 1, home + d + 2));
      for (let k = -d; k <= d; k += 2) {
        const down = k === -d || (k !== d && reach[home + k - 1] < reach[home + k + 1]);
        let x = down ? reach[home + k + 1] : reach[home + k - 1] + 1;
        while (x < a.length && x - k < b.length && a[x] === b[x - k]) x++;
        reach[home + k] = x;
        if (x >= a.length && x - k >= b.length) {
          const [onlyA, onlyB] = path(trail, a, b);
          return [marked(a, onlyA), marked(b, onlyB)];
        }
      }
    }
    return "long";
  }

  function path(trail, a, b) {
    const [onlyA, onlyB] = [new Set(), new Set()];
    let [x, y] = [a.length, b.length];
    for (let d = trail.length - 1; d > 0; d--) {
      const reach = trail[d];
      const home = d + 1;
      const k = x - y;
      const down = k === -d || (k !== d && reach[home + k - 1] < reach[home + k + 1]);
      const before = down ? k + 1 : k - 1;
      const fromX = reach[home + before];
      const fromY = fromX - before;
      if (down) onlyB.add(fromY);
      else onlyA.add(fromX);
      [x, y] = [fromX, fromY];
    }
    return [onlyA, onlyB];
  }

  function marked(words, only) {
    const out = [];
    words.forEach((word, i) => {
      const last = out[out.length - 1];
      if (last && last[1] === only.has(i)) last[0] += word;
      else out.push([word, only.has(i)]);
    });
    return out;
  }

  function open(position) {
    at = position;
    const trial = shown[at];
    const title = $("detail-title");
    title.replaceChildren();
    put(title, say.case + "\u00a0" + trial.id);
    $("older").disabled = at === 0;
    $("newer").disabled = at + 1 >= shown.length;
    const box = $("expected");
    box.replaceChildren();
    // the case's values stand on the first of its trials
    for (const [name, value] of [[say.inputs, byCase.get(trial.case)[0].inputs], [say.expected, trial.expect]]) {
      if (value === null) continue;
      const text = element("pre", "", value);
      text.tabIndex = 0;
      box.append(element("h3", "", name), text);
    }
    box.hidden = box.children.length === 0;
    sides(trial);
    compare();
    if (!$("detail").open) $("detail").showModal();
    $("detail").scrollTop = 0;
  }

  const step = (by) => {
    if (at + by >= 0 && at + by < shown.length) {
      open(at + by);
      // a button that has just been disabled keeps no focus
      if (document.activeElement === document.body || document.activeElement.disabled) $("detail-title").focus();
    }
  };

  // ---- wiring ---------------------------------------------------------------------------------------------------

  const choices = (box, list) => {
    for (const [value, name] of list) {
      const option = element("option", "", name);
      option.value = value;
      box.append(option);
    }
  };
  choices($("arm"), meta.arms.map((arm) => [arm.arm, arm.name]));
  const checkNames = new Set(trials.flatMap((t) => t.checks.map((s) => checkName(s[0]))));
  choices($("check"), [...checkNames].map((name) => [name, name]));
  $("check").closest("label").hidden = checkNames.size < 2;
  $("arm").closest("label").hidden = meta.arms.length < 2;

  let typing = 0;
  $("q").addEventListener("input", (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      state.q = event.target.value;
      changed();
    }, 120);
  });
  for (const name of ["arm", "check", "outcome", "sort"]) {
    $(name).addEventListener("change", (event) => {
      state[name] = event.target.value;
      if (name === "sort") state.down = state.sort === "latency";
      changed();
    });
  }
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("filters").addEventListener("reset", (event) => {
    event.preventDefault();
    Object.assign(state, { q: "", arm: "", check: "", outcome: "", pair: null, cell: null, sort: "case", down: false });
    changed();
  });
  for (const th of $("rows").querySelectorAll("th[data-sort]")) {
    th.querySelector("button").addEventListener("click", () => {
      state.down = state.sort === th.dataset.sort && !state.down;
      state.sort = th.dataset.sort;
      changed();
    });
  }
  const turn = (by) => {
    state.page += by;
    render();
    $("trials").focus({ preventScroll: true });
    $("trials").scrollIntoView();
  };
  $("back").addEventListener("click", () => turn(-1));
  $("forth").addEventListener("click", () => turn(1));
  $("rows").tBodies[0].addEventListener("click", (event) => {
    const button = event.target.closest("button.open") ?? event.target.closest("tr")?.querySelector("button.open");
    if (button && String(getSelection()) === "") open(Number(button.dataset.at));
  });
  const jump = (change) => {
    Object.assign(state, { q: "", arm: "", check: "", outcome: "", pair: null, cell: null }, change);
    changed();
    $("trials").focus({ preventScroll: true });
    $("trials").scrollIntoView();
  };
  for (const button of document.querySelectorAll("button[data-pair]")) {
    button.disabled = false;
    button.addEventListener("click", () =>
      jump({ pair: Number(button.dataset.pair), cell: Number(button.dataset.cell) }));
  }
  for (const button of document.querySelectorAll("button[data-check]")) {
    button.disabled = false;
    const { arm, check, outcome } = button.dataset;
    button.addEventListener("click", () => jump({ arm, check, outcome }));
  }
  $("close").addEventListener("click", () => $("detail").close());
  $("older").addEventListener("click", () => step(-1));
  $("newer").addEventListener("click", () => step(1));
  $("detail").addEventListener("keydown", (event) => {
    if (event.target.closest("select, pre") || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowLeft") step(-1);
    if (event.key === "ArrowRight") step(1);
  });
  for (const name of ["left", "right", "diff"]) $(name).addEventListener("change", compare);
  if (say.left_out) {
    $("left-out").textContent = say.left_out;
    $("left-out").hidden = false;
  }
  $("filters").hidden = false;
  changed();
})();
