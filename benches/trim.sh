#!/bin/sh
# Trims shipped prompts on the embedded model, on cases that the corpus makes, and prints what was saved and what was
# proved on sealed cases: one line a prompt.
#   cargo build --release -p motjuste && cargo build --release -p motjuste-local --example cases
#   benches/trim.sh SEED [CASES] [MARGIN]
# The cases are those of the seed: one that the code was tried on is used up, and proves nothing any more (11, 2026, 4817,
# 7741, 27182, 50123, 61803, 73939 and 90210 are).
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
seed=${1:?a seed of cases that nobody has looked at}
cases=${2:-5000}
margin=${3:-0.02}
target=${CARGO_TARGET_DIR:-$root/target}/release
motjuste=${MOTJUSTE:-$target/motjuste}
generator=${CASES:-$target/examples/cases}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

trim() {
    name=$1 what=$2 lang=$3
    cp "$root/examples/demo/$name.mot.md" "$folder/"
    "$generator" "$what" "$lang" "$cases" "$seed" > "$folder/$name.cases.csv"
    (cd "$folder" && "$motjuste" trim "$name.mot.md" --model petit --margin "$margin" --html "$name.html" --json) \
        > "$folder/$name.json"
    python3 - "$folder/$name.json" "$name" "$seed" <<'PYTHON'
import json, sys
document = json.load(open(sys.argv[1]))
found = document["found"]
proof = found.get("proof") or {}
print(json.dumps({
    "prompt": sys.argv[2],
    "seed": int(sys.argv[3]),
    "state": found["state"],
    "margin": document["margin"],
    "tokens": [found["tokens_before"], found["tokens_after"]],
    "saved": round(1 - found["tokens_after"] / found["tokens_before"], 3),
    "difference": proof.get("difference"),
    "interval_90": [proof.get("low"), proof.get("high")],
    "proved_on": found["proved_on"],
    "trials": document["cost"]["trials"],
}))
PYTHON
}

printf 'models = ["petit"]\n' > "$folder/motjuste.toml"
trim triage-careful triage en
trim tri-soigne triage fr
trim triage-examples triage en
trim tri-exemples triage fr
trim facture-soigne invoice fr
trim triage-full triage en
trim tri-complet triage fr
