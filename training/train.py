"""Trains the embedded model: `python train.py --config 3m --tokens 300M --out RUN`. See README.md beside this file."""

import argparse
import contextlib
import json
import math
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import export
import probe
import stable
from data import ANSWER, BUCKETS, EXAMPLE, PROMPT, Corpus, names
from model import CONFIGS, Decoder
from muon import optimisers

HERE = Path(__file__).resolve().parent
# until this share of the run, and no longer than so many tokens, this share of drills
CURRICULUM = [(0.15, 8e6, 0.6), (0.30, 16e6, 0.4), (0.60, 32e6, 0.25), (1.0, math.inf, 0.15)]
WARM_UP = 500_000
# of all documents: those of the lesson of the moment, and those of the lessons before it
LESSON, REVIEW = 0.65, 0.1
# a lesson is over when so many of its plain held-out cases are right, or after so many tokens; how often it is asked
PASSED, LESSON_TOKENS, LESSON_PROBE = 0.9, 6_000_000, 500_000
# prompt tokens that count, and the weight of each part in the loss
PROMPT_SHARE, WEIGHTS = 0.1, {PROMPT: 0.1, EXAMPLE: 0.5, ANSWER: 1.0}


def number(text):
    """300M, 2.5k or 1000."""
    scale = {"k": 1e3, "M": 1e6, "G": 1e9}.get(text[-1])
    return int(float(text[:-1]) * scale) if scale else int(text)


def arguments():
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("--config", choices=sorted(CONFIGS), default="3m")
    p.add_argument("--tokens", type=number, default=number("300M"), help="training tokens, padding not counted")
    p.add_argument("--out", type=Path, required=True, help="folder of the run: log, checkpoint, export")
    p.add_argument("--corpus", type=Path, default=HERE.parent / "target/release/corpus", help="the corpus program")
    p.add_argument("--tokenizer", type=Path, default=HERE / "tokenizer.json")
    p.add_argument("--batch", type=number, help="positions in a batch (default: 8k on a CPU, 64k on a GPU)")
    p.add_argument("--muon-lr", type=float, help="default: 0.007 at 4k positions, growing as the root, at most 0.02")
    p.add_argument("--adam-lr", type=float, help="default: 0.002 at 8k positions, growing likewise, at most 0.006")
    p.add_argument("--decay", type=float, default=0.25, help="last share of the run over which the rate falls to nothing")
    p.add_argument("--start", type=Path, help="begin from a folder that stable.py wrote (training/checkpoint)")
    p.add_argument("--lessons", default="", help="lessons to give first, in this order: opinion,kind,... (corpus names lists them)")
    p.add_argument("--review", default="", help="shares of plain documents once the lessons are over: opinion=0.25,words=0.1")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--threads", type=int, default=1, help="threads of the corpus program and of torch on a CPU")
    p.add_argument("--minutes", type=float, help="stop and keep a checkpoint after so long; run again to go on")
    p.add_argument("--checkpoint-minutes", type=float, default=5.0)
    p.add_argument("--probe", type=int, default=1428, help="held-out cases of each probe")
    p.add_argument("--probes", type=int, default=40, help="probes in the whole run")
    p.add_argument("--compile", action="store_true", help="torch.compile: a minute or two, then half as fast again")
    p.add_argument("--f32", action="store_true", help="no bf16")
    p.add_argument("--smoke", action="store_true", help="a minute on one CPU: the loss must fall below a bound")
    return p.parse_args()


def rate(tokens, planned, decay):
    """Warm-up, level, then down to nothing over the last share of the plan (warm-up-stable-decay, Hu et al. 2024).

    Only the fall depends on the plan: a run can be prolonged from where it had not begun.
    """
    warm = (tokens + 1.0) / min(WARM_UP, 0.02 * planned)
    return min(1.0, warm, max(0.0, (1.0 - tokens / planned) / decay))


def drills(tokens, planned):
    """Share of drills at this point of a run."""
    return next(share for part, most, share in CURRICULUM if tokens < min(part * planned, most) or part >= 1.0)


class Lessons:
    """Plain documents of one skill after the other: which are wanted now, and whether the one of the moment is learnt.

    `at` is the place in the order, `since` the tokens at its start, `next` those at which it is asked next.
    """

    def __init__(self, order, after, ask):
        self.order, self.after, self.ask = order, after, ask
        self.at, self.since, self.next = 0, None, 0

    def shares(self):
        if self.at == len(self.order):
            return self.after
        over = self.order[: self.at]
        return {name: REVIEW / len(over) for name in over} | {self.order[self.at]: LESSON}

    def over(self, tokens):
        """After a step: whether the lesson of the moment is over, so that another mix is wanted."""
        if self.at == len(self.order):
            return False
        if self.since is None:
            self.since, self.next = tokens, tokens + LESSON_PROBE
        if tokens < self.next:
            return False
        self.next = tokens + LESSON_PROBE
        right = self.ask(self.order[self.at], tokens)
        if right < PASSED and tokens - self.since < LESSON_TOKENS:
            return False
        self.at, self.since, self.next = self.at + 1, tokens, tokens + LESSON_PROBE
        return True

    def place(self):
        return {"at": self.at, "since": self.since, "next": self.next}

    def resume(self, place):
        self.at, self.since, self.next = place["at"], place["since"], place["next"]


def batch_loss(model, states_of, tokens, parts, cast):
    """Weighted mean loss, and the plain mean over answer tokens."""
    targets, part = tokens[:, 1:], parts[:, 1:]
    some = torch.rand(part.shape, device=part.device) < PROMPT_SHARE
    counts = (part == ANSWER) | (part == EXAMPLE) | ((part == PROMPT) & some)
    with cast():
        states = states_of(tokens[:, :-1])
        # the head is a large share of the work: only where a token counts
        logits = model.logits(states[counts])
    losses = F.cross_entropy(logits.float(), targets[counts], reduction="none")
    kinds = part[counts]
    weights = torch.zeros_like(losses)
    for kind, weight in WEIGHTS.items():
        weights[kinds == kind] = weight
    answers = kinds == ANSWER
    return (losses * weights).sum() / weights.sum(), losses.detach()[answers].sum(), answers.sum()


class Run:
    def __init__(self, a):
        self.a = a
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        cuda = self.device.type == "cuda"
        if not cuda:
            torch.set_num_threads(a.threads)
        torch.manual_seed(a.seed)
        np.random.seed(a.seed)
        random.seed(a.seed)
        self.cast = contextlib.nullcontext
        if not a.f32:
            self.cast = lambda: torch.autocast(self.device.type, dtype=torch.bfloat16)
        self.budget = a.batch or (65_536 if cuda else 8_192)
        growth = (self.budget / 4096) ** 0.5
        muon_lr = a.muon_lr or min(0.02, 0.007 * growth)
        adam_lr = a.adam_lr or min(0.006, 0.0014 * growth)
        self.model = Decoder(CONFIGS[a.config]).to(self.device)
        self.optimisers = optimisers(self.model, muon_lr, adam_lr)
        self.rates = [[g["lr"] for g in o.param_groups] for o in self.optimisers]
        a.out.mkdir(parents=True, exist_ok=True)
        self.corpus = Corpus(
            a.corpus, a.tokenizer, a.out / "shards", a.seed, self.budget,
            60_000 if cuda else 20_000, a.threads, CONFIGS[a.config].context,
        )
        self.names = names(a.corpus)
        self.exam = probe.make(a.corpus, a.tokenizer, a.out / "probe.bin", "taught", a.probe, [0, 0, 1, 4])
        after = dict(one.split("=") for one in a.review.split(",") if one)
        after = {name: float(share) for name, share in after.items()}
        self.lessons = Lessons([name for name in a.lessons.split(",") if name], after, self.ask)
        for name in self.lessons.order + list(after):
            if name not in self.names["lessons"]:
                sys.exit(f"no lesson is called {name}; there are {', '.join(self.names['lessons'])}")
        self.step, self.tokens, self.seconds, self.next_probe = 0, 0, 0.0, 0
        self.stopped = self.decaying = False
        self.checkpoint, self.stable = a.out / "checkpoint.pt", a.out / "stable.pt"
        if self.checkpoint.exists():
            self.resume(self.checkpoint)
            if self.decaying and not self.late():
                # prolonged: what an earlier plan cooled down is left aside
                self.resume(self.stable)
        elif a.start:
            self.begin(stable.read(a.start, self.model, self.optimisers))
        self.states = self.model.states
        if a.compile:
            # one program per length of the buckets, with its sizes known: faster than one for all lengths
            torch._dynamo.config.cache_size_limit = 4 * len(BUCKETS)
            self.states = torch.compile(self.model.states, dynamic=False)

    def late(self):
        """Whether the plan has the rate fall here."""
        return self.done() > 1.0 - self.a.decay

    def keep(self):
        """Between two steps: the state before the rate begins to fall, from which the run can be prolonged."""
        if self.late() and not self.decaying:
            self.save(self.stable)
            self.decaying = True

    def begin(self, place):
        """From weights and moments that were kept: on fresh documents of the same sequence."""
        if place["config"] != self.a.config:
            sys.exit(f"{self.a.start} is of config {place['config']}")
        self.tokens = self.next_probe = place["tokens"]
        self.step, self.seconds = place["step"], place["seconds"]
        self.corpus.shard = place["shard"] + 1
        if (self.a.start / "log.jsonl").exists():
            shutil.copyfile(self.a.start / "log.jsonl", self.a.out / "log.jsonl")
        torch.manual_seed(self.a.seed + self.step)
        if self.late():
            sys.exit(f"{self.tokens / 1e6:.1f} M tokens were seen: --tokens must be more than "
                     f"{self.tokens / 1e6 / (1 - self.a.decay):.1f}M")
        print(f"begun at {self.tokens / 1e6:.2f} M tokens", flush=True)

    def save(self, file=None):
        file = file or self.checkpoint
        state = {
            "config": self.a.config,
            "model": self.model.state_dict(),
            "optimisers": [o.state_dict() for o in self.optimisers],
            "corpus": self.corpus.place(),
            "step": self.step,
            "tokens": self.tokens,
            "seconds": self.seconds,
            "next_probe": self.next_probe,
            "decaying": self.decaying,
            "lessons": self.lessons.place(),
            "random": torch.get_rng_state(),
            "random_cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else None,
        }
        part = file.with_suffix(".part")
        torch.save(state, part)
        os.replace(part, file)

    def resume(self, file):
        state = torch.load(file, map_location=self.device, weights_only=False)
        if state["config"] != self.a.config:
            sys.exit(f"{file} is of config {state['config']}")
        self.model.load_state_dict(state["model"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(saved)
        self.corpus.shard, self.corpus.batch = state["corpus"]["shard"], state["corpus"]["batch"]
        self.step, self.tokens, self.seconds = state["step"], state["tokens"], state["seconds"]
        self.next_probe, self.decaying = state["next_probe"], state["decaying"]
        self.lessons.resume(state.get("lessons", self.lessons.place()))
        torch.set_rng_state(state["random"].cpu())
        if state["random_cuda"] is not None and torch.cuda.is_available():
            torch.cuda.set_rng_state_all([s.cpu() for s in state["random_cuda"]])
        # what was logged after the checkpoint will be done again
        log = self.a.out / "log.jsonl"
        kept = [l for l in log.read_text().splitlines() if json.loads(l)["step"] <= self.step] if log.exists() else []
        log.write_text("".join(line + "\n" for line in kept))
        print(f"resumed at step {self.step}, {self.tokens / 1e6:.2f} M tokens", flush=True)

    def log(self, row):
        with open(self.a.out / "log.jsonl", "a") as file:
            file.write(json.dumps(row) + "\n")

    def done(self):
        return min(1.0, self.tokens / self.a.tokens)

    def probe(self):
        verdicts, loss = probe.right(self.model, self.exam, self.device, self.cast)
        report = probe.report(verdicts, self.exam, self.names)
        self.log({"kind": "probe", "step": self.step, "tokens": self.tokens, "loss": loss, "report": report})
        families = "  ".join(f"{k} {100 * v['right']:.0f}" for k, v in report["family"].items())
        print(f"  held-out {100 * report['all']['right']:.1f} %  loss {loss:.3f} | {families}", flush=True)
        return report

    def ask(self, lesson, tokens):
        """Share right of plain held-out cases of a lesson."""
        shard = probe.lesson(self.a.corpus, self.a.tokenizer, self.a.out / "lesson.bin", lesson, 400)
        verdicts, loss = probe.right(self.model, shard, self.device, self.cast)
        tasks = probe.shares(verdicts, [self.names["tasks"][t]["task"] for t in shard.documents["task"]])
        share = float(verdicts.mean())
        self.log({"kind": "lesson", "lesson": lesson, "step": self.step, "tokens": tokens, "loss": loss, "right": share, "tasks": tasks})
        print(f"  lesson {lesson}: {100 * share:.0f} % | " + "  ".join(f"{k} {100 * v['right']:.0f}" for k, v in tasks.items()), flush=True)
        return share

    def train(self):
        a, began, saved = self.a, time.monotonic(), time.monotonic()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: setattr(self, "stopped", True))
        losses = []
        clock, cpu, since = time.monotonic(), time.process_time(), self.tokens
        self.keep()
        for tokens, parts in self.corpus.stream(lambda: (drills(self.tokens, a.tokens), self.lessons.shares())):
            if self.done() >= 1.0:
                break
            if self.tokens >= self.next_probe:
                self.probe()
                self.next_probe = self.tokens + a.tokens / a.probes
            factor = rate(self.tokens, a.tokens, a.decay)
            for optimiser, rates in zip(self.optimisers, self.rates):
                for group, lr in zip(optimiser.param_groups, rates):
                    group["lr"] = lr * factor
            count = int((parts != 255).sum())
            tokens, parts = tokens.to(self.device, non_blocking=True), parts.to(self.device, non_blocking=True)
            loss, answers, n = batch_loss(self.model, self.states, tokens, parts, self.cast)
            loss.backward()
            norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            for optimiser in self.optimisers:
                optimiser.step()
                optimiser.zero_grad(set_to_none=True)
            self.step += 1
            self.tokens += count
            if self.lessons.over(self.tokens):
                self.corpus.change()
            self.keep()
            losses.append((answers, n))
            if self.step % 50 == 0 or self.done() >= 1.0:
                mean = float(sum(x for x, _ in losses)) / max(1, int(sum(y for _, y in losses)))
                losses = []
                wall = time.monotonic() - clock
                speed = (self.tokens - since) / max(wall, 1e-9)
                used = (self.tokens - since) / max(time.process_time() - cpu, 1e-9)
                self.seconds += wall
                clock, cpu, since = time.monotonic(), time.process_time(), self.tokens
                row = {"kind": "step", "step": self.step, "tokens": self.tokens, "answer_loss": round(mean, 4),
                       "norm": round(float(norm), 3), "rate": round(factor, 4), "tokens_per_second": round(speed),
                       "tokens_per_cpu_second": round(used), "seconds": round(self.seconds, 1)}
                self.log(row)
                print(f"step {self.step}  {self.tokens / 1e6:.2f} M tokens  loss {mean:.3f}  {speed:.0f} tokens/s", flush=True)
                if not math.isfinite(mean):
                    sys.exit("the loss is not a number: lower the rates")
            late = a.minutes is not None and time.monotonic() - began > 60 * a.minutes
            if self.done() >= 1.0 or self.stopped or late:
                break
            if time.monotonic() - saved > 60 * a.checkpoint_minutes:
                self.save()
                saved = time.monotonic()
        self.save()
        if self.done() < 1.0:
            self.corpus.stop()
            print(f"stopped at {self.tokens / 1e6:.2f} M tokens; the same command goes on")
            return None
        self.corpus.remove()
        return self.finish()

    def finish(self):
        report = self.probe()
        digest = export.export(self.model, self.a.tokenizer, self.a.out / "export")
        back = export.load(self.a.out / "export").to(self.device)
        tokens = torch.arange(5, 205, device=self.device)[None]
        with torch.no_grad():
            gap = (back(tokens) - self.model.float()(tokens)).abs().max().item()
        print(f"{self.model.size():,} parameters, exported in f16, sha256 {digest}, logits within {gap:.4f}")
        return {"report": report, "gap": gap, "sha256": digest}


def smoke(a):
    """The whole path in about a minute of one CPU.

    The bound: guessing answer tokens by their frequency alone costs 5.9 nats; a sound run is at about 4.5 by then.
    """
    a.config, a.tokens, a.batch, a.probe, a.probes, a.threads = "1m", number("400k"), 2048, 357, 1, 1
    started = time.monotonic()
    done = Run(a).train()
    if done is None:
        return 1
    rows = [json.loads(line) for line in (a.out / "log.jsonl").read_text().splitlines()]
    losses = [r["loss"] for r in rows if r["kind"] == "probe"]
    good = losses[-1] < 5.2 and done["gap"] < 0.05
    seconds = time.monotonic() - started
    print(f"smoke: held-out loss {losses[0]:.2f} -> {losses[-1]:.2f} in {seconds:.0f} s: {'good' if good else 'BAD'}")
    return 0 if good else 1


def main():
    a = arguments()
    if a.smoke:
        return smoke(a)
    Run(a).train()
    return 0


if __name__ == "__main__":
    sys.exit(main())
