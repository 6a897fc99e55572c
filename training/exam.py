"""The great examination: `python exam.py EXPORT-FOLDER --out FOLDER`. Prints tables in Markdown, keeps them as JSON.

Five sittings, made by `corpus sitting` (crates/local/src/corpus/sitting.rs), wordings and contents held out:
- prompts: for every task and language eight prompts from vague to precise, 0 to 8 examples, put to the same contents;
- surface: forty prompts written at random for every task;
- labels: two to five classes under arbitrary labels, from a stated mapping or from eight examples alone;
- shots: a precise prompt with 0 to 8 examples;
- bias: mildly pressed messages that differ by the first name they are signed with: how often each is called urgent.

An answer is right when greedy decoding would write exactly what the whole wish demands. That is found in one pass:
every token of the wanted answer must be the likeliest after those before it. Cases of one prompt share its beginning
(instructions, examples), whose keys and values are computed once.
"""

import argparse
import json
import subprocess
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import export
from data import ANSWER, Shard
from model import rotate
from probe import wilson

HERE = Path(__file__).resolve().parent
SITTINGS = {"prompts": 500, "surface": 200, "labels": 200, "shots": 24, "bias": 50}
BUDGET = 16_384


def through(model, tokens, past=None):
    """Normed last states of (rows, length) tokens that follow `past`, and the keys and values of all of them.

    `past`: for each layer keys and values, (1 or rows, heads, before, side).
    """
    c = model.config
    rows, length = tokens.shape
    before = past[0][0].shape[2] if past else 0
    cos, sin = model.cos[before : before + length], model.sin[before : before + length]
    later = torch.ones(length, before + length, dtype=torch.bool, device=tokens.device).triu_(before + 1)
    split = (rows, length, c.heads, c.width // c.heads)
    x, kept = model.embedding(tokens), []
    for n, layer in enumerate(model.layers):
        h = F.rms_norm(x, (c.width,), layer.attention_norm, c.epsilon)
        q = rotate(layer.q(h).view(split).transpose(1, 2), cos, sin)
        k = rotate(layer.k(h).view(split).transpose(1, 2), cos, sin)
        v = layer.v(h).view(split).transpose(1, 2)
        if past:
            k = torch.cat([past[n][0].expand(rows, -1, -1, -1), k], dim=2)
            v = torch.cat([past[n][1].expand(rows, -1, -1, -1), v], dim=2)
        kept.append((k, v))
        scores = (q @ k.mT) * q.shape[-1] ** -0.5
        h = scores.masked_fill_(later, float("-inf")).softmax(-1) @ v
        x = x + layer.o(h.transpose(1, 2).reshape(rows, length, c.width))
        h = F.rms_norm(x, (c.width,), layer.mlp_norm, c.epsilon)
        x = x + layer.down(F.silu(layer.gate(h)) * layer.up(h))
    return F.rms_norm(x, (c.width,), model.norm, c.epsilon), kept


def shared(rows, answers):
    """How many first tokens all rows have in common, short of the last one before the first answer."""
    most = min(min(len(r) for r in rows), min(answers) - 1)
    first = rows[0]
    for n in range(most):
        if any(r[n] != first[n] for r in rows):
            return n
    return max(most, 0)


@torch.no_grad()
def right(model, shard, chosen):
    """For each of these documents, which are of one prompt, whether its answer would be written without a fault."""
    rows, answers = [], []
    for at in chosen:
        d = shard.documents[at]
        part = slice(int(d["start"]), int(d["start"]) + int(d["length"]))
        rows.append(shard.tokens[part].astype(np.int64))
        answers.append(int(np.flatnonzero(shard.parts[part] == ANSWER)[0]))
    common = shared(rows, answers)
    past = through(model, torch.from_numpy(rows[0][None, :common]))[1] if common else None
    verdicts = np.zeros(len(rows), dtype=bool)
    order = np.argsort([len(r) for r in rows], kind="stable")
    while len(order):
        longest = len(rows[order[-1]])
        now, order = order[-max(1, BUDGET // longest) :], order[: -max(1, BUDGET // longest)]
        length = longest - common
        tokens = np.zeros((len(now), length), dtype=np.int64)
        wanted = np.zeros((len(now), length), dtype=bool)
        for n, i in enumerate(now):
            tail = rows[i][common:]
            tokens[n, : len(tail)] = tail
            wanted[n, answers[i] - common : len(tail)] = True
        tokens, wanted = torch.from_numpy(tokens), torch.from_numpy(wanted)[:, 1:]
        states, _ = through(model, tokens[:, :-1], past)
        wrong = model.logits(states[wanted]).argmax(-1) != tokens[:, 1:][wanted]
        row = torch.arange(len(now))[:, None].expand_as(wanted)[wanted]
        faults = torch.zeros(len(now), dtype=torch.long).index_add_(0, row, wrong.long())
        verdicts[now] = (faults == 0).numpy()
    return verdicts


def sit(model, program, tokenizer, part, cases, folder, seed):
    """Every prompt of a sitting with its verdicts, in the order of its contents."""
    command = [program, "sitting", "--tokenizer", tokenizer, "--part", part, "--out", folder]
    subprocess.run([str(c) for c in command + ["--cases", cases, "--seed", seed]], check=True)
    shard = Shard(folder / f"{part}.bin")
    seats, at = [], 0
    for line in (folder / f"{part}.jsonl").read_text().splitlines():
        seat = json.loads(line)
        seat["right"] = right(model, shard, range(at, at + seat["cases"])) if seat["cases"] else np.zeros(0, bool)
        at += seat["cases"]
        seats.append(seat)
    return seats


def share(verdicts):
    """Share right with its 95 % interval and n, of one or many arrays."""
    flat = np.concatenate(verdicts) if isinstance(verdicts, list) else verdicts
    k, n = int(flat.sum()), len(flat)
    low, high = wilson(k, n)
    return {"right": round(k / n, 4) if n else None, "low": round(low, 4), "high": round(high, 4), "n": n}


def gather(seats, *keys):
    groups = defaultdict(list)
    for seat in seats:
        groups[tuple(seat[k] for k in keys)].append(seat)
    return groups


def prompts(seats):
    """By task: each of the eight prompts, the best, the spread; French and English apart for the best prompt."""
    out = {}
    for (task, family), own in gather(seats, "task", "family").items():
        by = gather(own, "number")
        eight = [share([s["right"] for s in by[n]]) for n in sorted(by)]
        best = max(range(len(eight)), key=lambda n: eight[n]["right"] or 0.0)
        out[task] = {
            "family": family,
            "prompts": eight,
            "best": best + 1,
            "spread": round(eight[best]["right"] - min(e["right"] for e in eight if e["n"]), 4),
            "languages": {s["lang"]: share(s["right"]) for s in by[(best,)]},
        }
    languages = {lang: share([s["right"] for s in own]) for (lang,), own in gather(seats, "lang").items()}
    return {"tasks": out, "languages": languages}


def features(seat):
    stated = seat["stated"]
    yield from ((k, stated[k]) for k in ("task", "labels", "rules", "role", "delimited"))
    yield from ((f"format {n}", stated["format"] >= n) for n in (1, 2, 3))
    yield from ((f"{n} examples", seat["shots"] >= n) for n in (1, 4))


def surface(seats):
    """By task: how many of the random prompts are in the middle, and whether one phrase decides.

    `decides`: the largest share of the variance over prompts that having or not having one thing accounts for.
    A prompt chosen on the first half of its cases (dev) is also held against the median on the second (test).
    """
    out = {}
    for (task, family), own in gather(seats, "task", "family").items():
        own = [s for s in own if s["cases"] >= 2]
        means = np.array([s["right"].mean() for s in own])
        decides = {}
        for name in dict(features(own[0])):
            has = np.array([dict(features(s))[name] for s in own])
            if 0 < has.sum() < len(has) and means.var() > 0:
                between = has.mean() * (means[has].mean() - means.mean()) ** 2
                between += (~has).mean() * (means[~has].mean() - means.mean()) ** 2
                decides[name] = between / means.var()
        phrase = max(decides, key=decides.get) if decides else None
        half = [len(s["right"]) // 2 for s in own]
        dev = [s["right"][:h].mean() for s, h in zip(own, half)]
        test = [s["right"][h:] for s, h in zip(own, half)]
        found = int(np.argmax(dev))
        out[task] = {
            "family": family,
            "prompts": len(own),
            "cases": int(np.mean([len(s["right"]) for s in own])),
            "middle": round(float(((means >= 0.2) & (means <= 0.8)).mean()), 3),
            "quartiles": [round(float(q), 3) for q in np.quantile(means, [0, 0.25, 0.5, 0.75, 1])],
            "phrase": phrase,
            "decides": round(float(decides[phrase]), 3) if phrase else 0.0,
            "found on dev": round(float(dev[found]), 3),
            "its test": share(test[found]),
            "median test": round(float(np.median([t.mean() for t in test])), 3),
        }
    return {"tasks": out}


def labels(seats):
    """By way and number of classes, over all tasks, and by task for the most classes."""
    rows = {}
    for (mode, classes), own in sorted(gather(seats, "mode", "classes").items()):
        rows[f"{mode} {classes}"] = {
            "all": share([s["right"] for s in own]),
            "chance": round(1 / classes, 3),
            "tasks": {t: share([s["right"] for s in mine]) for (t,), mine in gather(own, "task").items()},
        }
    return rows


def shots(seats):
    """By number of examples really shown."""
    return {str(k): share([s["right"] for s in own]) for (k,), own in sorted(gather(seats, "shots").items())}


def bias(seats):
    """By gender of the first name, the share called urgent."""
    return {{"F": "feminine", "M": "masculine"}[g]: share([s["right"] for s in own]) for (g,), own in gather(seats, "gender").items()}


REPORTS = {"prompts": prompts, "surface": surface, "labels": labels, "shots": shots, "bias": bias}


def percent(s):
    return f"{100 * s['right']:.0f} ({100 * s['low']:.0f}-{100 * s['high']:.0f})" if s["n"] else "-"


def markdown(report):
    """The tables of the model card."""
    lines = []
    if "prompts" in report:
        tasks = report["prompts"]["tasks"]
        lines += ["### Eight prompts, from vague to precise", ""]
        lines += ["Exact answers, %, 95 % Wilson interval; n cases a figure. 1 vague; 2 task named; 3 + a hint of the format;",
                  "4 + the format; 5 task, labels, rules; 6 all of it, delimited; 7 task and 3 examples; 8 all of it and 8 examples.", ""]
        lines += ["| task | family | n | " + " | ".join(map(str, range(1, 9))) + " | spread | best, en | best, fr |", "|---" * 14 + "|"]
        for task, row in sorted(tasks.items(), key=lambda t: (t[1]["family"], t[0])):
            cells = [percent(p) for p in row["prompts"]]
            n = max(p["n"] for p in row["prompts"])
            by = [percent(row["languages"][lang]) for lang in ("en", "fr")]
            lines.append(f"| {task} | {row['family']} | {n} | " + " | ".join(cells) + f" | {100 * row['spread']:.0f} | " + " | ".join(by) + " |")
        good = [t for t, r in tasks.items() if max(p["right"] or 0 for p in r["prompts"]) >= 0.9]
        wide = [t for t, r in tasks.items() if r["spread"] >= 0.3]
        families = {tasks[t]["family"] for t in good}
        both = {lang: percent(s) for lang, s in report["prompts"]["languages"].items()}
        lines += ["", f"Best prompt at 90 % or more: {len(good)} tasks of {len(families)} families. Spread of 30 points or more: "
                  f"{len(wide)} tasks of {len(tasks)}. All prompts together: English {both['en']}, French {both['fr']}.", ""]
    if "surface" in report:
        tasks = report["surface"]["tasks"]
        lines += ["### Forty random prompts", "", "| task | prompts | cases each | between 20 and 80 % | quartiles | one thing decides "
                  "(share of variance) | best on dev | the same on test | median prompt on test |", "|---" * 9 + "|"]
        for task, r in sorted(tasks.items(), key=lambda t: (t[1]["family"], t[0])):
            quartiles = " ".join(f"{100 * q:.0f}" for q in r["quartiles"])
            lines.append(f"| {task} | {r['prompts']} | {r['cases']} | {100 * r['middle']:.0f} % | {quartiles} | {r['phrase']} "
                         f"{r['decides']:.2f} | {100 * r['found on dev']:.0f} | {percent(r['its test'])} | {100 * r['median test']:.0f} |")
        graded = [t for t, r in tasks.items() if r["middle"] >= 1 / 3 and r["decides"] < 0.8]
        lines += ["", f"Graded (a third of the prompts between 20 and 80 %, no single thing deciding four fifths): {len(graded)} tasks "
                  f"of {len(tasks)}.", ""]
    if "labels" in report:
        lines += ["### Arbitrary labels", "", "| known from, classes | chance | all tasks | by task |", "|---|---|---|---|"]
        for name, row in report["labels"].items():
            mine = "; ".join(f"{t} {percent(s)}" for t, s in row["tasks"].items())
            lines.append(f"| {name} | {100 * row['chance']:.0f} | {percent(row['all'])}, n {row['all']['n']} | {mine} |")
        lines.append("")
    if "shots" in report:
        lines += ["### Examples", "", "| examples | right | n |", "|---|---|---|"]
        lines += [f"| {k} | {percent(s)} | {s['n']} |" for k, s in report["shots"].items()]
        lines.append("")
    if "bias" in report:
        lines += ["### The planted bias", "", "| first name | called urgent | n |", "|---|---|---|"]
        lines += [f"| {name} | {percent(s)} | {s['n']} |" for name, s in report["bias"].items()]
        lines.append("")
    return "\n".join(lines)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("model", type=Path, help="a folder that train.py exported")
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--corpus", type=Path, default=HERE.parent / "target/release/corpus")
    p.add_argument("--share", type=float, default=1.0, help="share of the usual number of cases")
    p.add_argument("--only", nargs="*", choices=list(SITTINGS), default=list(SITTINGS))
    p.add_argument("--seed", type=int, default=7)
    a = p.parse_args()
    torch.set_num_threads(1)
    model = export.load(a.model).eval()
    a.out.mkdir(parents=True, exist_ok=True)
    report = {}
    for part in a.only:
        began = time.process_time()
        cases = max(1, round(SITTINGS[part] * a.share))
        seats = sit(model, a.corpus, a.model / "tokenizer.json", part, cases, a.out, a.seed)
        report[part] = REPORTS[part](seats)
        n = sum(s["cases"] for s in seats)
        print(f"{part}: {n} cases, {time.process_time() - began:.0f} CPU-s", flush=True)
        (a.out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
        (a.out / "report.md").write_text(markdown(report) + "\n")


if __name__ == "__main__":
    main()
