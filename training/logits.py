"""Writes what the trainer computes, to hold the runtime to it: logits.py FOLDER_OF_THE_EXPORT FILE.json

Then: cargo run --release -p motjuste-local --example agreement -- FOLDER_OF_THE_EXPORT FILE.json
"""

import json
import random
import sys

import torch

import export

PROMPTS = 100


def main():
    folder, file = sys.argv[1:]
    model = export.load(folder)
    draw = random.Random(1)
    lines = []
    with torch.no_grad():
        for _ in range(PROMPTS):
            length = draw.randint(3, model.config.context * 2 // 5)
            tokens = [draw.randrange(model.config.vocabulary) for _ in range(length)]
            logits = model(torch.tensor([tokens]))[0, -1]
            lines.append({"tokens": tokens, "logits": [round(float(x), 5) for x in logits]})
    with open(file, "w") as out:
        json.dump(lines, out)


main()
