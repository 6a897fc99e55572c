"""Puts what an examination measured into the model card: `python training/card.py exam docs/petit/model-card.md run/export`.

Written anew: the tables from "### Eight prompts" to "## Against the goals", the column "now" of that table's rows, the
SHA-256 of the weights. What a person writes (what was tried, what is not learnt, limits) is left as it is.
"""

import argparse
import json
import re
from pathlib import Path

import exam


def goals(report):
    """The column "now" of the goals, by the beginning of the goal."""
    tasks = report["prompts"]["tasks"]
    best = {t: max(p["right"] or 0.0 for p in r["prompts"]) for t, r in tasks.items()}
    good = sorted(t for t in tasks if best[t] >= 0.9)
    families = sorted({tasks[t]["family"] for t in good})
    every = {r["family"] for r in tasks.values()}
    graded = sorted(t for t, r in report["surface"]["tasks"].items() if r["middle"] >= 1 / 3 and r["decides"] < 0.8)
    both = report["prompts"]["languages"]
    gap = 100 * (both["en"]["right"] - both["fr"]["right"])
    shots = report["shots"]
    named = {"mapped 5": "stated", "shown 5": "shown by examples"}
    five = []
    for row, name in named.items():
        of = report["labels"][row]
        top = max(of["tasks"], key=lambda t: of["tasks"][t]["right"])
        five.append(f"{name}: {exam.percent(of['all'])} over all tasks, n {of['all']['n']}; best {top}, {exam.percent(of['tasks'][top])}")
    collapse = ", ".join(f"{k}{' examples' if k == '0' else ''} {exam.percent(shots[k])}" for k in ("0", "1", "4", "8"))
    ahead = "English" if gap > 0 else "French"
    return {
        "best of eight prompts": f"{len(good)} tasks of {len(families)} of the {len(every)} families ({', '.join(families)}); "
        f"at 50 % or more: {sum(b >= 0.5 for b in best.values())} tasks",
        "30 points between": f"{sum(r['spread'] >= 0.3 for r in tasks.values())} tasks",
        "a graded surface": f"{len(graded)} tasks ({', '.join(graded)})",
        "five arbitrary labels": ". ".join(f[0].upper() + f[1:] for f in five),
        "no collapse": collapse,
        "French and English": f"{abs(gap):.1f} points ({ahead} ahead)",
    }


def written(card, report, digest):
    """The card with what was measured in it."""
    start, end = card.index("### Eight prompts"), card.index("## Against the goals")
    card = card[:start] + exam.markdown(report).rstrip() + "\n\n" + card[end:]
    for goal, now in goals(report).items():
        line = next(l for l in card.splitlines() if l.startswith(f"| {goal}"))
        kept = line.split(" | ")[1].partition("; the corpus allows")
        tail = kept[1] + kept[2].rstrip(" |") if kept[1] else ""
        card = card.replace(line, f"{line.split(' | ')[0]} | {now}{tail} |")
    return re.sub(r"SHA-256 `[0-9a-f]{64}`", f"SHA-256 `{digest}`", card)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("exam", type=Path, nargs="+", help="folders that exam.py wrote, with all parts between them")
    p.add_argument("card", type=Path)
    p.add_argument("model", type=Path, help="the folder that train.py exported")
    a = p.parse_args()
    report = {}
    for folder in a.exam:
        report |= json.loads((folder / "report.json").read_text())
    digest = (a.model / "model.safetensors.sha256").read_text().split()[0]
    parts = {name: report[name] for name in exam.REPORTS}
    a.card.write_text(written(a.card.read_text(), parts, digest))


if __name__ == "__main__":
    main()
