#!/bin/sh
# Installs llama.cpp (as xllamacpp, from PyPI) into DIR and runs it beside our runtime on the same file: the embedded
# model, written as GGUF. One JSON line a runtime. See README.md.
#   benches/peers/llama_cpp.sh DIR [PROMPTS] [f16|f32|q8_0]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=${1:?a folder to install into (about 200 MB)}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
[ -x "$dir/llama/bin/python" ] || {
    python3 -m venv "$dir/llama"
    "$dir/llama/bin/pip" install --quiet xllamacpp >&2
}
program=${LLAMA_CPP_EXAMPLE:-${CARGO_TARGET_DIR:-$root/target}/release/examples/llama_cpp}
[ -x "$program" ] || { echo "build it first: cargo build --release -p motjuste-local --example llama_cpp" >&2; exit 3; }
exec "$dir/llama/bin/python" "$here/llama_cpp.py" --dir "$dir" --program "$program" \
    --model "$root/crates/local/petit" --prompts "${2:-500}" --store "${3:-f16}"
