"""The state to go on from, small enough to be kept with the code: `python stable.py RUN/checkpoint.pt training/checkpoint`.

Weights in f16, moments of the optimisers in bf16, where the run stood, and its log. `train.py --start` goes on from it,
with the rate up again.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from model import CONFIGS, Decoder
from muon import optimisers

KEPT = ("config", "step", "tokens", "seconds")


def moments(optimiser):
    """Every tensor of an optimiser's state, by a name of its own; counters apart."""
    for i, group in enumerate(optimiser.param_groups):
        for j, p in enumerate(group["params"]):
            for key, value in optimiser.state[p].items():
                yield f"{i}.{j}.{key}", key, value


def write(state, folder, log=None):
    """A checkpoint of train.py, and its log, as three files; returns their size in bytes."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    tensors = {f"weights.{n}": t.half().contiguous() for n, t in state["model"].items()}
    model = Decoder(CONFIGS[state["config"]])
    for n, (optimiser, saved) in enumerate(zip(optimisers(model, 0.0, 0.0), state["optimisers"])):
        optimiser.load_state_dict(saved)
        for name, key, value in moments(optimiser):
            tensors[f"{n}.{name}"] = value.float() if key == "step" else value.bfloat16().contiguous()
    save_file(tensors, folder / "state.safetensors")
    place = {key: state[key] for key in KEPT} | {"shard": state["corpus"]["shard"]}
    (folder / "place.json").write_text(json.dumps(place, indent=2) + "\n")
    if log is not None:
        kept = [l for l in Path(log).read_text().splitlines() if json.loads(l)["tokens"] <= state["tokens"]]
        (folder / "log.jsonl").write_text("".join(l + "\n" for l in kept))
    return sum(f.stat().st_size for f in folder.iterdir())


def read(folder, model, fresh):
    """Fills a model and its fresh optimisers; returns where the run stood."""
    folder = Path(folder)
    tensors = load_file(folder / "state.safetensors")
    with torch.no_grad():
        for name, p in model.named_parameters():
            p.copy_(tensors[f"weights.{name}"])
    for n, optimiser in enumerate(fresh):
        for i, group in enumerate(optimiser.param_groups):
            for j, p in enumerate(group["params"]):
                head = f"{n}.{i}.{j}."
                state = {k.removeprefix(head): t for k, t in tensors.items() if k.startswith(head)}
                # counters stay on the processor, as torch keeps them
                optimiser.state[p] = {k: t if k == "step" else t.float().to(p.device) for k, t in state.items()}
    return json.loads((folder / "place.json").read_text())


if __name__ == "__main__":
    checkpoint = Path(sys.argv[1])
    state = torch.load(checkpoint, map_location="cpu", weights_only=False)
    size = write(state, sys.argv[2], checkpoint.parent / "log.jsonl")
    print(f"{size:,} bytes")
