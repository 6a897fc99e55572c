"""Prompt optimisers on the embedded model at equal budgets of calls: ours and DSPy's.

    target/dspy/bin/python benches/peers/dspy_compare.py run --out target/dspy/figures.jsonl
    target/dspy/bin/python benches/peers/dspy_compare.py table target/dspy/figures.jsonl    # or `short`, a row a task

Each row is one optimiser on one task with one seed and one budget: the accuracy of what it found on 400 sealed test
cases, which no optimiser sees, and the calls it really made. Rows are appended as they come; a row that is there is not
made again, so that a run can be stopped and gone on with.

Tasks come in two halves. The default strategies of `motjuste optimise` were chosen on the *tuning* half, with the first
seeds; what is published is the *reporting* half, other tasks and other seeds (`--half reporting --first-seed 100`).

What is equal: the model (`motjuste serve` for DSPy, the same weights in the process for us), its decoding parameters,
the seed prompt, 80 train and 100 dev cases a seed, the budget. DSPy asks the model through a plain adapter, since the
model is far too small for DSPy's own formats, and its proposers are that same model: there is no other. Calls are counted
where they leave, its cache is off; past the budget, and to questions longer than the model's window (GEPA's reflections),
the answer is a wrong one, so that no later candidate can win; so is an empty answer, at which DSPy would stop.
"""

import argparse
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
MAX_TOKENS = 48
# DSPy gives a search up at empty answers, which this model does give: they are wrong ones instead, as for us
NO_ANSWER = "(no answer)"


class Task(NamedTuple):
    """What the generator of cases is asked for, and a first draft of a prompt that says too little."""

    kind: str
    lang: str
    input: str
    task: str
    output: str
    draft: str
    half: str

    def prompt(self):
        return (
            f'---\ntask: "{self.task}"\nlang: {self.lang}\ninputs:\n  {self.input}: string\noutput: {self.output}\n'
            f"model:\n  params: {{max_tokens: {MAX_TOKENS}}}\n---\n::: user\n{self.draft}\n\n{{{{ {self.input} }}}}\n"
        )

    def right(self, expected, answer):
        """As the checks of motjuste score: JSON by its values, a label whatever its case, a text whatever its spaces."""
        if expected.startswith("{"):
            try:
                return json.loads(answer) == json.loads(expected)
            except ValueError:
                return False
        said, wanted = " ".join(answer.split()), " ".join(expected.split())
        return said.casefold() == wanted.casefold() if "labels" in self.output else said == wanted


def labels(*names):
    return f"{{format: labels, labels: [{', '.join(names)}]}}"


TOPICS = labels("delivery", "refund", "billing", "account", "technical", "cancellation", "opening hours", "praise")
THEMES = labels(
    "livraison", "remboursement", "facturation", "compte", "technique", "annulation", "horaires", "éloge"
)
TEXT = "{format: text}"
TASKS = {
    "triage-en": Task(
        "triage", "en", "message", "What is the topic of this message?", TOPICS, "What is this about?", "tuning"
    ),
    "invoice-fr": Task(
        "invoice",
        "fr",
        "note",
        "Donne le total à payer et la date de livraison de cette note.",
        "{schema: {total: string, date_livraison: string}}",
        "Donne le total et la date de livraison.",
        "tuning",
    ),
    "sentiment-en": Task(
        "sentiment",
        "en",
        "review",
        "Is this review positive, negative or neutral?",
        labels("positive", "negative", "neutral"),
        "What does this customer think?",
        "tuning",
    ),
    "city-fr": Task("city", "fr", "note", "Donne la ville de cette note.", TEXT, "Où est-ce ?", "tuning"),
    "language-en": Task(
        "language",
        "en",
        "text",
        "In which language is this text?",
        labels("English", "French", "Spanish", "German", "Italian"),
        "What is this?",
        "tuning",
    ),
    "sender-en": Task("sender", "en", "message", "Who signed this message?", TEXT, "Who is it?", "tuning"),
    "triage-fr": Task(
        "triage", "fr", "message", "Quel est le thème de ce message ?", THEMES, "De quoi s'agit-il ?", "reporting"
    ),
    "invoice-en": Task(
        "invoice",
        "en",
        "note",
        "Give the total to pay and the delivery date of this note.",
        "{schema: {total: string, delivery_date: string}}",
        "Give the total and the delivery date.",
        "reporting",
    ),
    "urgency-fr": Task(
        "urgency",
        "fr",
        "message",
        "Ce message est-il urgent ou normal ?",
        labels("urgent", "normal"),
        "Que faut-il en penser ?",
        "reporting",
    ),
    "email-en": Task("email", "en", "note", "Give the e-mail address in this note.", TEXT, "Whom do I write to?", "reporting"),
    "product-fr": Task(
        "product", "fr", "message", "Donne le produit dont parle ce message.", TEXT, "De quoi parle-t-il ?", "reporting"
    ),
    "language-fr": Task(
        "language",
        "fr",
        "text",
        "Dans quelle langue est ce texte ?",
        labels("anglais", "français", "espagnol", "allemand", "italien"),
        "Qu'est-ce que c'est ?",
        "reporting",
    ),
    "count-en": Task("count", "en", "list", "How many things are in this list?", TEXT, "Look at this list.", "reporting"),
    "deposit-fr": Task("deposit", "fr", "note", "Donne l'acompte de cette note.", TEXT, "Combien a-t-on versé ?", "reporting"),
}
BUDGETS = (200, 500, 1500)
TRAIN, DEV, TEST, POOL = 80, 100, 400, 1200
OPTIMISERS = ("seed", "motjuste", "random-search", "mipro", "copro", "gepa")
TITLES = {
    "seed": "seed prompt",
    "motjuste": "`motjuste optimise`",
    "random-search": "BootstrapFewShotWithRandomSearch",
    "mipro": "MIPROv2",
    "copro": "COPRO",
    "gepa": "GEPA",
}


class Data:
    """Cases of a task, drawn anew by each seed from a pool that the corpus makes."""

    def __init__(self, cases, task, seed, test):
        self.input = task.input
        command = [cases, task.kind, task.lang, str(POOL), "7"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        # a text that is there twice would be learnt and then asked
        rows = list({row[self.input]: row for row in csv.DictReader(io.StringIO(text))}.values())
        random.Random(seed).shuffle(rows)
        self.train, self.dev = rows[:TRAIN], rows[TRAIN : TRAIN + DEV]
        self.test = rows[TRAIN + DEV : TRAIN + DEV + test]

    def write(self, path, parts):
        with open(path, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow([self.input, "expect", "split"])
            for split, rows in parts:
                out.writerows([row[self.input], row["expect"], split] for row in rows)


class Server:
    """`motjuste serve` on a free port."""

    def __init__(self, binary):
        arguments = [binary, "serve", "--model", "petit", "--port", "0"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().strip()
        self.model = json.load(urllib.request.urlopen(f"{self.url}/models"))["data"][0]["id"]

    def ask(self, messages, temperature):
        """The answer; None when the model's window is too small for what is asked."""
        asked = {"model": self.model, "messages": messages, "temperature": temperature, "max_tokens": MAX_TOKENS}
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/chat/completions", json.dumps(asked).encode(), headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return json.load(answer)["choices"][0]["message"]["content"]
        except urllib.error.HTTPError as error:
            if error.code != 400:
                raise
            return None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def motjuste(binary, folder, *arguments):
    told = subprocess.run([binary, *arguments, "--json"], cwd=folder, capture_output=True, text=True)
    if not told.stdout.strip():
        sys.exit(f"motjuste {' '.join(arguments)}: {told.stderr}")
    return json.loads(told.stdout)


def evaluated(binary, folder, prompt, data):
    data.write(folder / "test.csv", [("test", data.test)])
    told = motjuste(
        binary, folder, "eval", prompt, "--cases", "test.csv", "--split", "test", "--model", "petit", "--no-bare"
    )
    # no answer that can be scored is no right answer
    return told["arms"][0]["score"] or 0.0


def ours(binary, folder, task, data, budget, options):
    """Accuracy on test, calls, what was found. A budget of 0 is the seed prompt."""
    (folder / "seed.mot.md").write_text(task.prompt())
    (folder / "motjuste.toml").write_text('models = ["petit"]\n')
    if budget == 0:
        return evaluated(binary, folder, "seed.mot.md", data), 0, ""
    data.write(folder / "search.csv", [("train", data.train), ("dev", data.dev)])
    arguments = ["--cases", "search.csv", "--model", "petit", "--calls", str(budget), "--write", "found.mot.md"]
    told = motjuste(binary, folder, "optimise", "seed.mot.md", *arguments, *options)
    found = folder / "found.mot.md"
    if not found.exists():
        found.write_text(task.prompt())
    return evaluated(binary, folder, "found.mot.md", data), told["cost"]["trials"], told["found"]["text"]


def dspy_parts():
    """The plain adapter and the counting model. DSPy is imported only where it is used."""
    import dspy
    from openai.types.chat import ChatCompletion

    class Plain(dspy.Adapter):
        """The instruction, the case below it, the answer as it comes; examples are turns before."""

        def format(self, signature, demos, inputs):
            names, first = list(signature.input_fields), next(iter(signature.output_fields))

            def said(values):
                if len(names) == 1:
                    return f"{signature.instructions}\n\n{values.get(names[0], '')}"
                given = "\n".join(f"{name}: {values[name]}" for name in names if values.get(name) is not None)
                return f"{signature.instructions}\n\n{given}\n{first}:"

            messages = []
            for demo in demos:
                if demo.get(first) is not None:
                    messages.append({"role": "user", "content": said(demo)})
                    messages.append({"role": "assistant", "content": str(demo[first])})
            return [*messages, {"role": "user", "content": said(inputs)}]

        def parse(self, signature, completion):
            names = list(signature.output_fields)
            return {name: completion.strip() if name == names[-1] else "" for name in names}

    class Counted(dspy.BaseLM):
        """The model behind a server, counting what it is asked; silent once the budget is spent."""

        def __init__(self, server, budget):
            super().__init__(model="petit", model_type="chat", temperature=0.0, max_tokens=MAX_TOKENS, cache=False)
            self.server, self.budget = server, budget
            self.calls, self.refused, self.too_long = 0, 0, 0

        def copy(self, **_):
            return self

        def forward(self, prompt=None, messages=None, n=1, temperature=None, **_):
            messages = messages or [{"role": "user", "content": prompt}]
            answers = []
            for _ in range(n or 1):
                if self.calls >= self.budget:
                    self.refused += 1
                    content = ""
                else:
                    content = self.server.ask(messages, temperature or 0.0)
                    self.calls += content is not None
                    self.too_long += content is None
                answers.append((content or "").strip() or NO_ANSWER)
            choice = lambda i, text: {
                "index": i,
                "finish_reason": "stop",
                "message": {"role": "assistant", "content": text},
            }
            return ChatCompletion.model_validate(
                {
                    "id": "x",
                    "object": "chat.completion",
                    "created": 0,
                    "model": "petit",
                    "choices": [choice(i, text) for i, text in enumerate(answers)],
                    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
                }
            )

    return dspy, Plain, Counted


def peer(name, server, task, data, budget, seed):
    """Accuracy on test, calls, what was found, questions past the budget or longer than the model's window."""
    dspy, Plain, Counted = dspy_parts()
    lm = Counted(server, budget)
    dspy.configure(lm=lm, adapter=Plain())
    signature = dspy.Signature(f"{data.input} -> answer", task.draft)
    student = dspy.Predict(signature)

    def examples(rows):
        made = (dspy.Example(**{data.input: row[data.input], "answer": row["expect"]}) for row in rows)
        return [example.with_inputs(data.input) for example in made]

    def metric(gold, predicted, trace=None, pred_name=None, pred_trace=None):
        good = task.right(gold.answer, str(predicted.answer))
        if pred_name is None:
            return float(good)
        told = "Right." if good else f"Wrong: it must be exactly {gold.answer!r}, not {predicted.answer!r}."
        return dspy.Prediction(score=float(good), feedback=told)

    train = examples(data.train)
    # small budgets cannot pay for all of dev: as many of its cases as let an optimiser try several candidates
    dev = examples(data.dev[: {200: 30, 500: 50}.get(budget, DEV)])
    tries = max(2, budget // len(dev))
    random.seed(seed)
    if name == "random-search":
        made = dspy.BootstrapFewShotWithRandomSearch(
            metric=metric, max_bootstrapped_demos=2, max_labeled_demos=4, num_candidate_programs=max(1, tries - 4), num_threads=1
        )
        found = made.compile(student, trainset=train, valset=dev)
    elif name == "mipro":
        made = dspy.MIPROv2(
            metric=metric,
            prompt_model=lm,
            task_model=lm,
            auto=None,
            num_candidates=max(2, tries // 2),
            max_bootstrapped_demos=2,
            max_labeled_demos=4,
            num_threads=1,
            seed=seed,
        )
        found = made.compile(
            student, trainset=train, valset=dev, num_trials=max(1, tries - 2), minibatch=False, seed=seed
        )
    elif name == "copro":
        depth = 2 if budget < 1000 else 3
        made = dspy.COPRO(prompt_model=lm, metric=metric, breadth=max(2, tries // depth), depth=depth)
        found = made.compile(student, trainset=dev, eval_kwargs={"num_threads": 1, "display_progress": False})
    else:
        made = dspy.GEPA(metric=metric, max_metric_calls=int(budget * 0.95), reflection_lm=lm, num_threads=1, seed=seed)
        found = made.compile(student, trainset=train, valset=dev)
    calls, refused = lm.calls, lm.refused + lm.too_long
    lm.budget = sys.maxsize
    good = sum(task.right(row["expect"], str(found(**{data.input: row[data.input]}).answer)) for row in data.test)
    text = json.dumps({"instructions": found.signature.instructions, "examples": len(found.demos)})
    return good / len(data.test), calls, text, refused


def run(arguments):
    out = Path(arguments.out)
    out.parent.mkdir(parents=True, exist_ok=True)
    known = {row_key(json.loads(line)) for line in out.read_text().splitlines()} if out.exists() else set()
    os.environ.setdefault("DSPY_CACHEDIR", tempfile.mkdtemp())
    with Server(arguments.binary) as server:
        for name_of_task in chosen(arguments):
            task = TASKS[name_of_task]
            for seed in range(arguments.first_seed, arguments.first_seed + arguments.seeds):
                data = Data(arguments.cases, task, seed, arguments.test)
                for name in arguments.optimisers.split(","):
                    for budget in [0] if name == "seed" else map(int, arguments.budgets.split(",")):
                        row = {"task": name_of_task, "seed": seed, "optimiser": name, "budget": budget}
                        row["tested_on"] = len(data.test)
                        if row_key(row) in known:
                            continue
                        began = time.monotonic()
                        with tempfile.TemporaryDirectory() as folder:
                            if name in ("seed", "motjuste"):
                                score, calls, found = ours(
                                    arguments.binary, Path(folder), task, data, budget, arguments.options.split()
                                )
                                refused = 0
                            else:
                                score, calls, found, refused = peer(name, server, task, data, budget, seed)
                        seconds = round(time.monotonic() - began, 1)
                        row |= {"score": score, "calls": calls, "refused": refused, "seconds": seconds, "found": found}
                        with open(out, "a") as file:
                            file.write(json.dumps(row, ensure_ascii=False) + "\n")
                        print(f"{name_of_task} {seed} {name} {budget}: {score:.3f} in {calls} calls, {seconds} s", flush=True)


def chosen(arguments):
    """The tasks named, or those of a half."""
    if arguments.tasks:
        return arguments.tasks.split(",")
    return [name for name, task in TASKS.items() if arguments.half in (task.half, "all")]


def row_key(row):
    return row["task"], row["seed"], row["optimiser"], row["budget"]


def table(arguments):
    """Mean accuracy and its range over the seeds, a column a budget, for each task."""
    rows = [json.loads(line) for line in Path(arguments.file).read_text().splitlines()]
    budgets = sorted({row["budget"] for row in rows if row["budget"]})
    print("| task | optimiser | " + " | ".join(f"{budget} calls" for budget in budgets) + " |")
    print("| --- | --- |" + " --- |" * len(budgets))
    for task in sorted({row["task"] for row in rows}):
        for name in OPTIMISERS:
            cells = []
            for budget in budgets:
                wanted = 0 if name == "seed" else budget
                scores = [row["score"] for row in rows if row_key(row)[0::2] == (task, name) and row["budget"] == wanted]
                if not scores:
                    cells.append("–")
                    continue
                mean = sum(scores) / len(scores)
                cells.append(f"{mean:.2f} ({min(scores):.2f} – {max(scores):.2f}, {len(scores)} seeds)")
            if any(cell != "–" for cell in cells):
                print(f"| {task} | {TITLES[name]} | " + " | ".join(cells) + " |")


def short(arguments):
    """A row a task: the seed prompt, ours at each budget, and of the others the one with the best mean at each budget."""
    rows = [json.loads(line) for line in Path(arguments.file).read_text().splitlines()]
    budgets = sorted({row["budget"] for row in rows if row["budget"]})

    def mean(task, name, budget):
        scores = [row["score"] for row in rows if row_key(row)[0::2] == (task, name) and row["budget"] == budget]
        return sum(scores) / len(scores) if scores else None

    ours = [f"`motjuste optimise`, {budget}" for budget in budgets]
    others = [f"best of DSPy, {budget}" for budget in budgets]
    print("| task | first draft | " + " | ".join(ours + others) + " |")
    print("| --- |" + " --- |" * (1 + 2 * len(budgets)))
    for task in dict.fromkeys(row["task"] for row in rows):
        cells = [f"{100 * mean(task, 'seed', 0):.0f}"]
        cells += [f"{100 * mean(task, 'motjuste', budget):.0f}" for budget in budgets]
        for budget in budgets:
            of = {name: mean(task, name, budget) for name in OPTIMISERS[2:]}
            best = max((name for name in of if of[name] is not None), key=lambda name: of[name])
            cells.append(f"{100 * of[best]:.0f} ({TITLES[best].replace('BootstrapFewShotWithRandomSearch', 'random search')})")
        print(f"| {task} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    runs = commands.add_parser("run")
    runs.add_argument("--binary", default=str(ROOT / "target/release/motjuste"))
    runs.add_argument("--cases", default=str(ROOT / "target/release/examples/cases"))
    runs.add_argument("--out", default=str(ROOT / "target/dspy/figures.jsonl"))
    runs.add_argument("--tasks")
    runs.add_argument("--half", choices=("tuning", "reporting", "all"), default="reporting")
    runs.add_argument("--first-seed", type=int, default=100)
    runs.add_argument("--options", default="", help="more options of `motjuste optimise`")
    runs.add_argument("--optimisers", default=",".join(OPTIMISERS))
    runs.add_argument("--budgets", default=",".join(map(str, BUDGETS)))
    runs.add_argument("--seeds", type=int, default=5)
    runs.add_argument("--test", type=int, default=TEST, help="sealed cases")
    runs.set_defaults(run=run)
    for name, shown in (("table", table), ("short", short)):
        tables = commands.add_parser(name)
        tables.add_argument("file")
        tables.set_defaults(run=shown)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
