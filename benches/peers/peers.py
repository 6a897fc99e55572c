"""Runs each tool on the same cases against a fresh fake vendor and prints what it cost, one JSON line a tool.

Every case asks the pretend model `label-p100` for the last word of a line of about 220 bytes; the answer must equal
the word, so every tool must report 100 %. CPU and memory are those of the tool and the processes it starts.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

LINE = (
    "Tu reçois une ligne de texte et tu rends son dernier mot, sans rien y ajouter ni rien en ôter, "
    "ni guillemets, ni point, ni majuscule qui n'y serait pas déjà. Voici le mot à rendre, seul sur la ligne :"
)
MODEL = "label-p100"


class Vendor:
    """The fake vendor on a free port, totals only."""

    def __init__(self, path):
        arguments = [path, "--listen", "127.0.0.1:0", "--totals-only"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()

    def control(self, path):
        with urllib.request.urlopen(f"{self.base_url.removesuffix('/v1')}/__control/{path}") as answer:
            return json.load(answer)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def words(count):
    return [f"mot-{i:06}" for i in range(count)]


def inspect(work, options, vendor):
    """Inspect AI: one task, exact match; its own log format, no display."""
    rows = [{"input": f"{LINE} {word}", "target": word} for word in words(options.cases)]
    (work / "cases.json").write_text(json.dumps(rows))
    (work / "task.py").write_text(
        "from inspect_ai import Task, task\n"
        "from inspect_ai.dataset import json_dataset\n"
        "from inspect_ai.scorer import exact\n"
        "from inspect_ai.solver import generate\n"
        "@task\n"
        "def last_word():\n"
        f"    return Task(dataset=json_dataset({str(work / 'cases.json')!r}), solver=generate(), scorer=exact())\n"
    )
    python = options.dir / "venv/bin"
    command = [
        python / "inspect", "eval", "task.py", "--model", f"openai/{MODEL}", "-M", "responses_api=false",
        "--max-connections", str(options.connections), "--max-samples", str(options.connections),
        "--display", "none", "--log-dir", work / "logs", "--log-format", "eval",
    ]

    def score():
        code = (
            "import glob, sys\nfrom inspect_ai.log import read_eval_log\n"
            "log = read_eval_log(glob.glob(sys.argv[1] + '/*.eval')[0], header_only=True)\n"
            "print(next(iter(log.results.scores[0].metrics.values())).value)\n"
        )
        read = [python / "python", "-c", code, work / "logs"]
        return float(subprocess.run(read, capture_output=True, text=True, check=True).stdout)

    environment = {"OPENAI_BASE_URL": vendor.base_url, "OPENAI_API_KEY": "none"}
    version = [python / "python", "-c", "import importlib.metadata as m; print(m.version('inspect-ai'))"]
    return command, environment, score, version


def promptfoo(work, options, vendor):
    """promptfoo: one prompt, one provider, `equals`; no cache, no table, results to JSON."""
    with open(work / "tests.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["word", "__expected"])
        rows.writerows((word, f"equals:{word}") for word in words(options.cases))
    provider = {"id": f"openai:chat:{MODEL}", "config": {"apiBaseUrl": vendor.base_url, "apiKey": "none"}}
    config = {"prompts": [f"{LINE} {{{{word}}}}"], "providers": [provider], "tests": "file://tests.csv"}
    (work / "promptfooconfig.json").write_text(json.dumps(config))
    modules = options.dir / "node_modules"
    node = [modules / "node/bin/node", modules / "promptfoo/dist/src/entrypoint.js"]
    if not node[1].exists():
        package = json.loads((modules / "promptfoo/package.json").read_text())
        node[1] = modules / "promptfoo" / package["bin"]["promptfoo"]
    command = node + [
        "eval", "-c", work / "promptfooconfig.json", "--no-cache", "--no-table", "--no-progress-bar", "--no-share",
        "-j", str(options.connections), "-o", work / "results.json",
    ]
    environment = {
        "PROMPTFOO_CONFIG_DIR": str(work / "home"), "PROMPTFOO_DISABLE_TELEMETRY": "1", "PROMPTFOO_DISABLE_UPDATE": "1",
    }

    def score():
        stats = json.loads((work / "results.json").read_text())["results"]["stats"]
        return stats["successes"] / options.cases

    return command, environment, score, node + ["--version"]


def motjuste(work, options, vendor):
    """motjuste: one prompt, no bare request, the default check; durable ledger."""
    with open(work / "word.cases.csv", "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["word", "expect"])
        rows.writerows((word, word) for word in words(options.cases))
    (work / "word.mot.md").write_text(f"---\ninputs:\n  word: string\n---\n::: user\n{LINE} {{{{ word }}}}\n")
    (work / "motjuste.toml").write_text(
        f'[vendors.fake]\nprotocol = "openai-chat"\nbase_url = "{vendor.base_url}"\nkey = "optional"\n'
    )
    command = [
        options.motjuste, "eval", work / "word.mot.md", "--model", f"fake/{MODEL}", "--no-bare",
        "-j", str(options.connections), "--json",
    ]

    def score():
        return json.loads((work / "stdout").read_text())["arms"][0]["score"]

    return command, {}, score, [options.motjuste, "--version"]


TOOLS = {"motjuste": motjuste, "inspect": inspect, "promptfoo": promptfoo}


def measure(command, work, environment):
    """Wall seconds, CPU seconds and peak memory (MB) of a command and all it waits for."""
    start = time.monotonic()
    with open(work / "stdout", "w") as out, open(work / "stderr", "w") as err:
        process = subprocess.Popen(
            [str(part) for part in command], cwd=work, stdout=out, stderr=err, env=os.environ | environment
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "exit": process.returncode,
        "wall_s": round(time.monotonic() - start, 3),
        "cpu_s": round(used.ru_utime + used.ru_stime, 3),
        "peak_rss_mb": round(used.ru_maxrss / 1024, 1),
    }


def run(name, options):
    with Vendor(options.vendor) as vendor:
        work = options.dir / f"{name}-{options.cases}-{int(time.time())}"
        work.mkdir()
        command, environment, score, version = TOOLS[name](work, options, vendor)
        if not Path(command[0]).exists():
            print(json.dumps({"tool": name, "skipped": f"{command[0]} is not there"}), flush=True)
            return True
        found = subprocess.run([str(v) for v in version], capture_output=True, text=True, env=os.environ | environment)
        result = {"tool": name, "version": found.stdout.strip(), "cases": options.cases, "connections": options.connections}
        result |= measure(command, work, environment)
        stats = vendor.control("stats")
        result["cpu_ms_per_case"] = round(1000 * result["cpu_s"] / options.cases, 4)
        result["cases_per_s"] = round(options.cases / result["wall_s"], 1)
        result["calls"] = stats["requests"]
        # the last connection is the one that asks for these figures
        result["connections_opened"] = stats["connections"] - 1
        result["in_flight_peak"] = stats["in_flight_peak"]
        try:
            result["score"] = score()
        except Exception as error:
            result["score"] = None
            result["error"] = f"{type(error).__name__}: {error}; see {work}"
        print(json.dumps(result), flush=True)
        return result["score"] == 1.0


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dir", type=Path, required=True)
    arguments.add_argument("--vendor", required=True)
    arguments.add_argument("--motjuste", type=Path, required=True)
    arguments.add_argument("--cases", type=int, default=1000)
    arguments.add_argument("--connections", type=int, default=64)
    arguments.add_argument("--tools", default="motjuste,inspect,promptfoo")
    options = arguments.parse_args()
    good = [run(name, options) for name in options.tools.split(",")]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
