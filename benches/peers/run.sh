#!/bin/sh
# Installs promptfoo and Inspect AI from their registries into DIR and runs them on the same cases against the fake
# vendor, with motjuste beside them when it is built. One JSON line a tool. See README.md.
#   benches/peers/run.sh DIR [CASES] [CONNECTIONS] [TOOLS]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
dir=${1:?a folder to install into (about 1 GB)}
cases=${2:-1000}
connections=${3:-64}
tools=${4:-motjuste,inspect,promptfoo}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
target=${CARGO_TARGET_DIR:-$root/target}/release
vendor=${FAKE_VENDOR:-$target/fake-vendor}
[ -x "$vendor" ] || { echo "build it first: cargo build --release -p motjuste-testkit --bin fake-vendor" >&2; exit 3; }

case ,$tools, in *,inspect,*)
    [ -x "$dir/venv/bin/inspect" ] || {
        python3 -m venv "$dir/venv"
        "$dir/venv/bin/pip" install --quiet inspect-ai openai >&2
    } ;;
esac
case ,$tools, in *,promptfoo,*)
    # promptfoo wants a recent Node.js: one comes with it
    [ -x "$dir/node_modules/.bin/promptfoo" ] || npm install --silent --no-audit --no-fund \
        --prefix "$dir" promptfoo node@22 >&2 ;;
esac
exec python3 "$here/peers.py" --dir "$dir" --vendor "$vendor" --motjuste "${MOTJUSTE:-$target/motjuste}" \
    --cases "$cases" --connections "$connections" --tools "$tools"
