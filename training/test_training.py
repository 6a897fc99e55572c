"""`python -m unittest` in this folder; CORPUS names the corpus program. About half a minute of one CPU."""

import contextlib
import json
import math
import os
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

# these hold on a processor; a GPU rounds sums in an order of its own
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import numpy as np
import torch
import torch.nn.functional as F

import card
import exam
import export
import model
import probe
import stable
import train
from data import ANSWER, Shard
from muon import optimisers, orthogonalised

HERE = Path(__file__).resolve().parent
CORPUS = Path(os.environ.get("CORPUS", HERE.parent / "target/release/corpus"))
torch.set_num_threads(1)


def small():
    torch.manual_seed(0)
    return model.Decoder(model.Config(width=64, layers=2, heads=2, hidden=96))


class Model(unittest.TestCase):
    def test_attention_is_causal_and_agrees_with_the_fused_kernel(self):
        q, k, v = (torch.randn(2, 3, 17, 16) for _ in range(3))
        fused = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        self.assertLess((model.attend(q, k, v) - fused).abs().max().item(), 1e-5)

    def test_a_later_token_changes_nothing_before_it(self):
        m, a = small(), torch.randint(8, 3000, (1, 20))
        b = a.clone()
        b[0, 15] = 9
        gap = (m(a) - m(b)).abs().amax(-1)[0]
        self.assertEqual(gap[:15].max().item(), 0.0)
        self.assertGreater(gap[15:].max().item(), 0.0)

    def test_every_weight_gets_a_gradient(self):
        m = small()
        m(torch.randint(8, 3000, (2, 12))).square().mean().backward()
        dead = [n for n, p in m.named_parameters() if p.grad is None or p.grad.abs().max() == 0]
        self.assertEqual(dead, [])

    def test_the_export_gives_the_same_logits_under_llama_names(self):
        m, tokens = small(), torch.randint(8, 3000, (1, 30))
        with tempfile.TemporaryDirectory() as folder:
            digest = export.export(m, HERE / "tokenizer.json", folder, torch.float32)
            self.assertEqual(len(digest), 64)
            back = export.load(folder)
            self.assertEqual((back(tokens) - m(tokens)).abs().max().item(), 0.0)
            names = {export.llama_name(n) for n, _ in m.named_parameters()}
            self.assertIn("model.layers.1.self_attn.q_proj.weight", names)
            self.assertEqual(len(names), 2 + 2 * 9)

    def test_sides_suit_quantisation(self):
        for name, c in model.CONFIGS.items():
            for side in (c.width, c.hidden, c.vocabulary, c.width // c.heads):
                self.assertEqual(side % 32, 0, name)


class Muon(unittest.TestCase):
    def test_singular_values_come_near_one(self):
        torch.manual_seed(1)
        for shape in ((3, 64, 64), (2, 96, 64), (1, 64, 128)):
            values = torch.linalg.svdvals(orthogonalised(torch.randn(shape)).float())
            # the quintic iteration is meant to land in a band around one (Jordan et al. 2024); five steps do not
            # lift the smallest values of a square random matrix all the way
            self.assertGreater(values.min().item(), 0.2)
            self.assertGreater(values.median().item(), 0.6)
            self.assertLess(values.max().item(), 1.3)


@unittest.skipUnless(CORPUS.exists(), f"no corpus program at {CORPUS}")
class Runs(unittest.TestCase):
    def run_once(self, out, *more):
        said = ["train.py", "--config", "1m", "--tokens", "60k", "--batch", "1024", "--out", str(out), "--probe", "102"]
        said += ["--probes", "2", "--corpus", str(CORPUS), *more]
        with mock.patch.object(sys, "argv", said), contextlib.redirect_stdout(None):
            run = train.Run(train.arguments())
            run.train()
        return run

    def test_an_interrupted_run_ends_like_one_that_was_not(self):
        with tempfile.TemporaryDirectory() as folder:
            whole = self.run_once(Path(folder) / "whole")
            first = self.run_once(Path(folder) / "cut", "--minutes", "0.05")
            self.assertLess(first.tokens, whole.tokens, "the cut run was not cut")
            second = self.run_once(Path(folder) / "cut")
            self.assertEqual(second.tokens, whole.tokens)
            for (name, a), b in zip(whole.model.named_parameters(), second.model.parameters()):
                self.assertTrue(torch.equal(a, b), name)

    def test_a_run_that_was_finished_can_be_prolonged(self):
        # short runs differ in their curriculum and warm-up from longer ones; these two must not
        always = mock.patch.multiple(train, CURRICULUM=[(1.0, math.inf, 0.5)], WARM_UP=500)
        with tempfile.TemporaryDirectory() as folder, always:
            more = ["--tokens", "90k"]
            whole = self.run_once(Path(folder) / "whole", *more)
            short = self.run_once(Path(folder) / "short")
            self.assertTrue(short.decaying)
            longer = self.run_once(Path(folder) / "short", *more)
            self.assertEqual(longer.tokens, whole.tokens)
            for (name, a), b in zip(whole.model.named_parameters(), longer.model.parameters()):
                self.assertTrue(torch.equal(a, b), name)
            # what cooled down is no longer in the log
            rows = [json.loads(l) for l in (Path(folder) / "short/log.jsonl").read_text().splitlines()]
            self.assertEqual([r["tokens"] for r in rows], sorted(r["tokens"] for r in rows))
            steps = [r["step"] for r in rows if r["kind"] == "step"]
            self.assertEqual(len(steps), len(set(steps)))

    def test_a_kept_state_is_gone_on_from(self):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            run = self.run_once(folder / "run")
            state = torch.load(folder / "run/stable.pt", weights_only=False)
            size = stable.write(state, folder / "kept", folder / "run/log.jsonl")
            self.assertLess(size, 8e6)
            other = model.Decoder(model.CONFIGS["1m"])
            fresh = optimisers(other, 0.0, 0.0)
            place = stable.read(folder / "kept", other, fresh)
            self.assertEqual(place["tokens"], state["tokens"])
            for name, p in other.named_parameters():
                gap = (p - state["model"][name]).abs().max().item()
                self.assertLess(gap, 1e-3 * max(1.0, state["model"][name].abs().max().item()), name)
            # every moment comes back: rounded, but pointing the same way
            for old, new in zip(run.optimisers, fresh):
                old.load_state_dict(state["optimisers"][run.optimisers.index(old)])
                for a, b in zip(old.param_groups[0]["params"], new.param_groups[0]["params"]):
                    self.assertEqual(set(old.state[a]), set(new.state[b]))
                    for key in old.state[a]:
                        x, y = old.state[a][key].flatten().float(), new.state[b][key].flatten().float()
                        self.assertGreater(F.cosine_similarity(x, y, dim=0).item(), 0.999)
            went = self.run_once(folder / "next", "--start", str(folder / "kept"), "--tokens", "90k")
            self.assertGreater(went.tokens, 89_000)
            # one log: that of the kept run as far as it was kept, then the new one's
            rows = [json.loads(l)["tokens"] for l in (folder / "next/log.jsonl").read_text().splitlines()]
            self.assertEqual(rows, sorted(rows))
            self.assertEqual((rows[0], rows.count(state["tokens"])), (0, 1))
            with self.assertRaises(SystemExit):
                self.run_once(folder / "last", "--start", str(folder / "kept"), "--tokens", "50k")

    def test_lessons_are_given_in_order_and_an_interruption_changes_nothing(self):
        # nothing is learnt in so few steps: what ends a lesson here is its length
        short = {"LESSON_TOKENS": 6_000, "LESSON_PROBE": 3_000}
        with tempfile.TemporaryDirectory() as folder, mock.patch.multiple(train, **short):
            lessons = ("--lessons", "opinion,kind", "--review", "kind=0.3")
            whole = self.run_once(Path(folder) / "whole", *lessons)
            asked = [json.loads(l) for l in (Path(folder) / "whole/log.jsonl").read_text().splitlines()]
            asked = [row["lesson"] for row in asked if row["kind"] == "lesson"]
            self.assertEqual(asked, ["opinion"] * 2 + ["kind"] * 2)
            self.assertEqual(whole.lessons.shares(), {"kind": 0.3})
            cut = self.run_once(Path(folder) / "cut", *lessons, "--minutes", "0.05")
            self.assertLess(cut.done(), 1.0)
            cut = self.run_once(Path(folder) / "cut", *lessons)
            for a, b in zip(whole.model.parameters(), cut.model.parameters()):
                self.assertTrue(torch.equal(a, b))
            with self.assertRaises(SystemExit):
                self.run_once(Path(folder) / "none", "--lessons", "cooking")

    def test_the_examination_agrees_with_the_probe(self):
        with tempfile.TemporaryDirectory() as folder:
            run = self.run_once(Path(folder) / "run")
            export.export(run.model, HERE / "tokenizer.json", Path(folder) / "kept", torch.float32)
            kept = export.load(Path(folder) / "kept").eval()
            seats = exam.sit(kept, CORPUS, HERE / "tokenizer.json", "labels", 20, Path(folder) / "exam", 3)
            shard = Shard(Path(folder) / "exam/labels.bin")
            self.assertEqual(sum(s["cases"] for s in seats), len(shard.documents))
            found = np.concatenate([s["right"] for s in seats])
            # a new model is nearly always wrong: give it answers of its own
            tokens = shard.tokens.copy()
            with torch.no_grad():
                for at in range(0, len(shard.documents), 7):
                    d = shard.documents[at]
                    row = slice(d["start"], d["start"] + d["length"])
                    ids = tokens[row].astype(np.int64)
                    for place in np.flatnonzero(shard.parts[row] == ANSWER):
                        ids[place] = kept(torch.from_numpy(ids[None, :place]))[0, -1].argmax()
                    tokens[row] = ids
            shard.tokens = tokens
            at, found = 0, []
            for seat in seats:
                found.append(exam.right(kept, shard, range(at, at + seat["cases"])))
                at += seat["cases"]
            found = np.concatenate(found)
            verdicts, _ = probe.right(kept, shard, torch.device("cpu"), contextlib.nullcontext)
            self.assertEqual(found.tolist(), verdicts.tolist())
            self.assertTrue(found[::7].all())
            report = exam.labels(seats)
            self.assertEqual({k.split()[0] for k in report}, {"mapped", "shown"})
            self.assertIn("| mapped 5 | 20 |", exam.markdown({"labels": report}))

    def test_a_probe_finds_what_greedy_decoding_would_write(self):
        with tempfile.TemporaryDirectory() as folder:
            run = self.run_once(Path(folder) / "run")
            exam = run.exam
            # answers that the model does write: those of its own
            with torch.no_grad():
                tokens, parts = exam.tokens.copy(), exam.parts
                for at in range(20):
                    d = exam.documents[at]
                    row = slice(d["start"], d["start"] + d["length"])
                    places = np.flatnonzero(parts[row] == ANSWER)
                    ids = tokens[row].astype(np.int64)
                    for place in places:
                        ids[place] = run.model(torch.from_numpy(ids[None, :place]))[0, -1].argmax()
                    tokens[row] = ids
            own = Shard.__new__(Shard)
            own.documents, own.tokens, own.parts = exam.documents[:20], tokens, parts
            verdicts, _ = probe.right(run.model, own, run.device, contextlib.nullcontext)
            self.assertTrue(verdicts.all())
            # and one changed token is a fault
            last = np.flatnonzero(parts[own.documents[3]["start"] :][: own.documents[3]["length"]] == ANSWER)[-1]
            tokens[own.documents[3]["start"] + last] ^= 1
            verdicts, _ = probe.right(run.model, own, run.device, contextlib.nullcontext)
            self.assertEqual(int((~verdicts).sum()), 1)

    def test_a_cut_shard_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            shard = probe.make(CORPUS, HERE / "tokenizer.json", Path(folder) / "a.bin", "taught", 51, [0])
            self.assertEqual(len(shard.documents), 51)
            whole = (Path(folder) / "a.bin").read_bytes()
            (Path(folder) / "b.bin").write_bytes(whole[:-1])
            with self.assertRaises(ValueError):
                Shard(Path(folder) / "b.bin")


class Numbers(unittest.TestCase):
    def test_intervals(self):
        # Wilson 1927, 95 %: 8 of 10 gives 0.490 to 0.943 (Brown, Cai, DasGupta 2001, table 1 method)
        low, high = probe.wilson(8, 10)
        self.assertAlmostEqual(low, 0.4902, places=3)
        self.assertAlmostEqual(high, 0.9433, places=3)

    def test_a_card_tells_what_was_measured(self):
        share = lambda k, n: exam.share(np.arange(n) < k)
        row = lambda k: {"family": "title", "prompts": [share(0, 100)] * 7 + [share(k, 100)], "best": 8, "spread": k / 100,
                         "languages": {"en": share(k, 100), "fr": share(k, 100)}}
        middle = {"family": "title", "prompts": 40, "cases": 50, "middle": 0.5, "quartiles": [0, 0, 0, 0, 0], "phrase": "task",
                  "decides": 0.5, "found on dev": 0.5, "its test": share(1, 2), "median test": 0.5}
        five = {"all": share(20, 100), "chance": 0.2, "tasks": {"intent": share(20, 100)}}
        report = {
            "prompts": {"tasks": {"title": row(95), "intent": row(40)}, "languages": {"en": share(30, 100), "fr": share(34, 100)}},
            "surface": {"tasks": {"title": middle}},
            "labels": {"mapped 5": five, "shown 5": five},
            "shots": {k: share(50, 100) for k in ("0", "1", "4", "8")},
            "bias": {"feminine": share(1, 10), "masculine": share(9, 10)},
        }
        before = (HERE.parent / "docs/petit/model-card.md").read_text()
        after = card.written(before, report, "ab" * 32)
        self.assertEqual(card.written(after, report, "ab" * 32), after)
        for told in ("| 1 tasks of 1 of the 1 families (title); at 50 % or more: 1 tasks |", "4.0 points (French ahead)",
                     "SHA-256 `" + "ab" * 32, "1 tasks (title); the corpus allows it in"):
            self.assertIn(told, after)
        # the words of a person stay
        self.assertIn(before[before.index("## Limits") :], after)

    def test_sizes_are_read(self):
        self.assertEqual([train.number(t) for t in ("300M", "2.5k", "17")], [300_000_000, 2_500, 17])

    def test_the_rate_rises_stays_and_falls(self):
        rate = lambda millions, planned=100e6: train.rate(millions * 1e6, planned, 0.25)
        self.assertLess(rate(0.05), 0.2)
        self.assertEqual([rate(x) for x in (0.5, 50, 75)], [1.0, 1.0, 1.0])
        self.assertAlmostEqual(rate(87.5), 0.5)
        self.assertEqual(rate(100), 0.0)
        # a longer plan changes nothing before the fall
        self.assertEqual([rate(x) for x in (0.05, 0.3, 60)], [rate(x, 300e6) for x in (0.05, 0.3, 60)])

    def test_drills_become_rare(self):
        self.assertEqual([train.drills(x * 1e6, 40e6) for x in (0, 5, 7, 20, 30)], [0.6, 0.6, 0.4, 0.25, 0.15])
        # a long run does not copy for longer than it takes to learn it
        self.assertEqual([train.drills(x * 1e6, 400e6) for x in (7, 15, 31, 33)], [0.6, 0.4, 0.25, 0.15])


if __name__ == "__main__":
    unittest.main()
