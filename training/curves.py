"""Loss and abilities along a training, as SVG: `python curves.py RUN/log.jsonl OUT-FOLDER`."""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt


def draw(log, folder):
    rows = [json.loads(line) for line in Path(log).read_text().splitlines()]
    steps = [r for r in rows if r["kind"] == "step"]
    probes = [r for r in rows if r["kind"] == "probe"]
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    # fixed identifiers: drawing the same log twice gives the same file
    plt.rcParams.update({"svg.hashsalt": "petit", "font.size": 9})

    figure, axis = plt.subplots(figsize=(7, 3.6))
    axis.plot([r["tokens"] / 1e6 for r in steps], [r["answer_loss"] for r in steps], lw=1, label="training answers")
    axis.plot([r["tokens"] / 1e6 for r in probes], [r["loss"] for r in probes], "o-", ms=3, label="held-out answers")
    axis.set(xlabel="tokens (millions)", ylabel="loss of answer tokens (nats)", ylim=(0, None))
    axis.legend(frameon=False)
    axis.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(folder / "loss.svg", metadata={"Date": None})

    for kind in ("family", "level"):
        figure, axis = plt.subplots(figsize=(7, 4.6))
        keys = list(probes[-1]["report"][kind]) if probes else []
        colours = plt.get_cmap("tab20").colors
        for i, key in enumerate(keys):
            axis.plot(
                [p["tokens"] / 1e6 for p in probes],
                [100 * p["report"][kind][key]["right"] for p in probes],
                marker="o",
                ms=2,
                lw=1,
                color=colours[i % 20],
                label=key,
            )
        axis.set(xlabel="tokens (millions)", ylabel="answers right on held-out cases (%)", ylim=(0, 100))
        axis.legend(frameon=False, ncol=1, fontsize=7, loc="center left", bbox_to_anchor=(1, 0.5))
        axis.grid(alpha=0.3)
        figure.tight_layout()
        figure.savefig(folder / f"{kind}.svg", metadata={"Date": None})
    plt.close("all")


if __name__ == "__main__":
    draw(sys.argv[1], sys.argv[2])
