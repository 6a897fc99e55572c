"""Holds our tokenizer against the Hugging Face library on the same file and the same texts.

`--write CASES.jsonl` (made by `corpus exam`) makes crates/local/tests/it/golden/tokens.jsonl, which the Rust tests compare
with; without it, the file is checked again.

One difference is wanted: here a text that spells out `<|user|>` becomes that token; the Rust encoder never makes a
special token from a text.
"""

import json
import sys
from pathlib import Path

from tokenizers import Tokenizer

HERE = Path(__file__).resolve().parent
GOLDEN = HERE.parent / "crates/local/tests/it/golden/tokens.jsonl"
ODD = [
    "",
    " ",
    "  deux  espaces  ",
    "ligne\nautre\r\n\tfin",
    "l’été à l'œuvre, où ça ? Là-bas !",
    "1 12 123 1234 12345 0042 007 3,50 € 1 250,00€",
    "{\"total\": \"153 €\", \"ville\": null}",
    "<out>Zap</out> <||user|>> |",
    "Straße, ÑANDÚ, Żółć, Ελλάδα, Москва",
    "日本語 العربية עברית हिन्दी",
    "🙂👍🏽 e\u0301 \u00a0\u202f\u2009|",
    "a\u0300A×÷ªº",
    "\u0000\u001f\ufeff",
]


def main():
    tokenizer = Tokenizer.from_file(str(HERE / "tokenizer.json"))
    encode = lambda text: {"text": text, "ids": tokenizer.encode(text, add_special_tokens=False).ids}
    if len(sys.argv) == 3 and sys.argv[1] == "--write":
        cases = [json.loads(line) for line in Path(sys.argv[2]).read_text().splitlines()[:300]]
        texts = ODD + [turn["content"] for case in cases for turn in case["messages"][:2]]
        GOLDEN.write_text("".join(json.dumps(encode(t), ensure_ascii=False) + "\n" for t in texts))
        return 0
    golden = [json.loads(line) for line in GOLDEN.read_text().splitlines()]
    differing = [g["text"] for g in golden if encode(g["text"]) != g]
    print(f"{len(golden)} texts, {len(differing)} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
