"""Abilities, measured on held-out wordings and contents.

An answer counts as right when every one of its tokens is the likeliest given the prompt and the tokens before it:
that is what greedy decoding would write, found in one pass.
"""

import math
import subprocess
from pathlib import Path

import numpy as np
import torch

from data import ANSWER, BUCKETS, Shard


def make(program, tokenizer, path, answer, cases, shots, seed=7, context=512):
    """The examination as a shard, made once."""
    path = Path(path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        command = [program, "exam", "--tokenizer", tokenizer, "--shard", path, "--answer", answer]
        command += ["--cases", cases, "--shots", ",".join(map(str, shots)), "--seed", seed, "--longest", context]
        subprocess.run([str(c) for c in command], check=True)
    return Shard(path)


def lesson(program, tokenizer, path, name, cases, context=512):
    """Plain held-out documents of a lesson, without examples, as a shard."""
    command = [program, "lesson", "--tokenizer", tokenizer, "--shard", path, "--lesson", name]
    subprocess.run([str(c) for c in command + ["--cases", cases, "--longest", context]], check=True)
    return Shard(path)


@torch.no_grad()
def right(model, shard, device, cast, budget=32_768):
    """For every case, whether the answer would be written without a fault; and the mean loss of answer tokens."""
    model.eval()
    verdicts = np.zeros(len(shard.documents), dtype=bool)
    loss, count = 0.0, 0
    rounded = BUCKETS[np.searchsorted(BUCKETS, shard.documents["length"])]
    for length in np.unique(rounded):
        chosen = np.flatnonzero(rounded == length)
        rows = max(1, budget // int(length))
        for at in range(0, len(chosen), rows):
            part = chosen[at : at + rows]
            tokens, parts = (t.to(device) for t in shard.rows(part, int(length)))
            with cast():
                states = model.states(tokens[:, :-1])
            wanted = parts[:, 1:] == ANSWER
            with cast():
                logits = model.logits(states[wanted]).float()
            targets = tokens[:, 1:][wanted]
            loss += torch.nn.functional.cross_entropy(logits, targets, reduction="sum").item()
            count += targets.numel()
            row = torch.arange(len(part), device=device)[:, None].expand_as(wanted)[wanted]
            wrong = torch.zeros(len(part), dtype=torch.long, device=device)
            wrong.index_add_(0, row, (logits.argmax(-1) != targets).long())
            verdicts[part] = (wrong == 0).cpu().numpy()
    model.train()
    return verdicts, loss / max(count, 1)


def wilson(k, n, z=1.96):
    """95 % interval of a proportion."""
    if n == 0:
        return 0.0, 1.0
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def shares(verdicts, keys):
    """Share right for every key, with n."""
    out = {}
    for key in sorted(set(keys), key=str):
        chosen = verdicts[np.array([k == key for k in keys])]
        out[str(key)] = {"right": round(float(chosen.mean()), 4), "n": int(len(chosen))}
    return out


def report(verdicts, shard, names):
    """Shares by family, task, level, language, difficulty and number of examples."""
    d = shard.documents
    tasks = names["tasks"]
    level = lambda i: names["levels"][i] if i < len(names["levels"]) else "training"
    return {
        "all": {"right": round(float(verdicts.mean()), 4), "n": int(len(verdicts))},
        "family": shares(verdicts, [tasks[t]["family"] for t in d["task"]]),
        "task": shares(verdicts, [tasks[t]["task"] for t in d["task"]]),
        "level": shares(verdicts, [level(i) for i in d["level"]]),
        "language": shares(verdicts, [names["languages"][i] for i in d["language"]]),
        "difficulty": shares(verdicts, [int(i) for i in d["difficulty"]]),
        "shots": shares(verdicts, [int(i) for i in d["shots"]]),
    }
