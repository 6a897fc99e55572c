"""Shards made by the corpus program, as batches. The order of everything follows from the seed."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import torch

DOCUMENT = np.dtype(
    [
        ("start", "<u4"),
        ("length", "<u2"),
        ("task", "u1"),
        ("language", "u1"),
        ("difficulty", "u1"),
        ("shots", "u1"),
        ("level", "u1"),
        ("spare", "u1"),
    ]
)
PROMPT, EXAMPLE, ANSWER = 0, 1, 2
# lengths are rounded up to these, so that few shapes exist (torch.compile makes a program for each)
BUCKETS = np.array([32, 48, 64, 96, 128, 192, 256, 384, 512])


class Shard:
    """One file: `documents` (structured array), `tokens` (u16) and `parts` (u8)."""

    def __init__(self, path):
        raw = np.fromfile(path, dtype=np.uint8)
        if raw[:8].tobytes() != b"MJSHARD1":
            raise ValueError(f"{path} is not a shard")
        count, tokens = (int(n) for n in raw[8:16].view("<u4"))
        table = 16 + count * DOCUMENT.itemsize
        if len(raw) != table + 3 * tokens:
            raise ValueError(f"{path} is cut short")
        self.documents = raw[16:table].view(DOCUMENT)
        self.tokens = raw[table : table + 2 * tokens].view("<u2")
        self.parts = raw[table + 2 * tokens :]

    def rows(self, chosen, length):
        """Documents as (rows, length) tokens and parts; what is beyond a document is padding, part 255."""
        tokens = np.zeros((len(chosen), length), dtype=np.int64)
        parts = np.full((len(chosen), length), 255, dtype=np.uint8)
        for row, at in enumerate(chosen):
            start, size = self.documents["start"][at], self.documents["length"][at]
            tokens[row, :size] = self.tokens[start : start + size]
            parts[row, :size] = self.parts[start : start + size]
        return torch.from_numpy(tokens), torch.from_numpy(parts)

    def batches(self, budget, draw):
        """Batches of at most `budget` positions, documents of like length together, batches in random order."""
        rounded = BUCKETS[np.searchsorted(BUCKETS, self.documents["length"])]
        batches = []
        for length in np.unique(rounded):
            chosen = draw.permutation(np.flatnonzero(rounded == length))
            rows = max(1, budget // int(length))
            # the last, smaller one of a length is left out: it would be a shape of its own
            for at in range(0, len(chosen) - rows + 1, rows):
                batches.append((int(length), chosen[at : at + rows]))
        for at in draw.permutation(len(batches)):
            yield self.rows(batches[at][1], batches[at][0])


class Corpus:
    """Training batches, endless. Shards are made ahead and deleted after use.

    `place` is where the sequence stands: given back (with the folder as it was), it goes on exactly there.
    """

    def __init__(self, program, tokenizer, folder, seed, budget, documents, threads, context):
        self.program, self.tokenizer, self.folder = program, tokenizer, Path(folder)
        self.seed, self.budget = seed, budget
        self.documents, self.threads, self.context = documents, threads, context
        self.shard, self.batch = 0, 0
        self.maker = None

    def place(self):
        return {"shard": self.shard, "batch": self.batch}

    def make(self, first, count, mix):
        drills, lessons = mix
        command = [self.program, "shards", "--tokenizer", self.tokenizer, "--out", str(self.folder)]
        command += ["--first", first, "--shards", count, "--documents", self.documents, "--drills", drills]
        command += ["--seed", self.seed, "--threads", self.threads, "--longest", self.context]
        if lessons:
            command += ["--lessons", ",".join(f"{name}={share:.4f}" for name, share in lessons.items())]
        return subprocess.Popen([str(c) for c in command])

    def path(self, number):
        return self.folder / f"shard-{number:06d}.bin"

    def fetch(self, mix):
        """The current shard; the next ones are being made meanwhile."""
        ahead = max(2, self.threads)
        while not self.path(self.shard).exists():
            if self.maker is None or self.maker.poll() is not None:
                if self.maker is not None and self.maker.returncode != 0:
                    raise RuntimeError("the corpus program failed")
                self.maker = self.make(self.shard, ahead, mix)
            time.sleep(0.05)
        if not self.path(self.shard + ahead // 2).exists() and (self.maker is None or self.maker.poll() is not None):
            self.maker = self.make(self.shard + 1, ahead, mix)
        return Shard(self.path(self.shard))

    def stream(self, mix):
        """Batches; `mix()` gives the share of drills and the shares of lessons wanted now, in shards not yet made."""
        while True:
            number, shard = self.shard, self.fetch(mix())
            draw = np.random.default_rng([self.seed, number])
            for at, batch in enumerate(shard.batches(self.budget, draw)):
                if at >= self.batch:
                    self.batch = at + 1
                    yield batch
                if self.shard != number:
                    break
            self.path(number).unlink(missing_ok=True)
            self.shard, self.batch = number + 1, 0

    def change(self):
        """Another mix from the next batch on: what was made ahead is made again."""
        self.stop()
        self.maker = None
        for file in self.folder.glob("shard-*"):
            file.unlink()
        self.shard, self.batch = self.shard + 1, 0

    def stop(self):
        if self.maker is not None and self.maker.poll() is None:
            self.maker.terminate()
            self.maker.wait()

    def remove(self):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def names(program):
    """What the numbers of shards stand for."""
    return json.loads(subprocess.run([str(program), "names"], check=True, capture_output=True, text=True).stdout)
