"""Our runtime beside llama.cpp on one file. Prints one JSON line a runtime; fails when too few of the greedy answers
are the same. See README.md."""

import argparse
import importlib.metadata
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import xllamacpp

# with eight-bit weights llama.cpp rounds what it multiplies them with to eight bits too, and we do not
SAME = {"f16": 0.99, "f32": 0.99, "q8_0": 0.90}
CONTEXT = 512


def serve(file, sequences, threads):
    """llama.cpp's own server inside this process: its template engine, its tokenizer, its batches."""
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_parallel = sequences
    params.n_ctx = CONTEXT * sequences
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    # our keys and values have 32 bits
    params.cache_type_k = params.cache_type_v = xllamacpp.ggml_type.GGML_TYPE_F32
    params.verbosity = -1
    return xllamacpp.Server(params)


def chat(server, prompt, most):
    asked = {"messages": prompt["messages"], "max_tokens": most, "temperature": 0, "top_k": 1, "cache_prompt": False}
    return checked(server.handle_chat_completions(asked))


def complete(server, tokens, most, **more):
    asked = {"prompt": tokens, "n_predict": most, "samplers": ["top_k"], "top_k": 1, "cache_prompt": False}
    return checked(server.handle_completions(asked | more))


def checked(answer):
    if "error" in answer:
        raise RuntimeError(answer["error"])
    return answer


def answers(server, ours):
    """How many prompts have the same tokens, and how many the same answer; the first that differ go to stderr."""
    tokens = same = shown = 0
    for prompt in ours["prompts"]:
        answer = chat(server, prompt, ours["most"])
        text = answer["choices"][0]["message"]["content"]
        tokens += answer["usage"]["prompt_tokens"] == len(prompt["tokens"])
        # a chat server may trim the space that answers start with
        if text.strip() == prompt["answer"].strip():
            same += 1
        elif shown < 10:
            shown += 1
            print(json.dumps({"ours": prompt["answer"], "theirs": text} | prompt, ensure_ascii=False), file=sys.stderr)
    return tokens, same


def processor(work):
    """Seconds of processor, of all threads; what others do on the machine hardly changes it."""
    start = time.process_time()
    work()
    return time.process_time() - start


def theirs(file, ours):
    alone = serve(file, 1, 1)
    tokens, same = answers(alone, ours)
    long = list(range(300, 300 + ours["long"]))
    ask = lambda server: lambda prompt: complete(server, prompt["tokens"], ours["most"])
    all_long = ours["rounds"] * ours["long"]
    read = all_long / processor(lambda: [complete(alone, long, 1) for _ in range(ours["rounds"])])
    write = lambda: complete(alone, long[:1], ours["long"], ignore_eos=True)
    written = all_long / processor(lambda: [write() for _ in range(ours["rounds"])])
    one_by_one = len(ours["prompts"]) / processor(lambda: list(map(ask(alone), ours["prompts"])))
    del alone
    many = serve(file, 32, os.cpu_count())
    with ThreadPoolExecutor(32) as pool:
        start = time.monotonic()
        list(pool.map(ask(many), ours["prompts"]))
        at_once = len(ours["prompts"]) / (time.monotonic() - start)
    speeds = {"read": read, "written": written, "one_by_one": one_by_one, "at_once": at_once}
    return {"same_tokens": tokens, "same_answers": same}, speeds


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--dir", type=Path, required=True)
    arguments.add_argument("--program", required=True, help="the example llama_cpp of motjuste-local")
    arguments.add_argument("--model", required=True, help="folder of the model")
    arguments.add_argument("--prompts", type=int, default=500)
    arguments.add_argument("--store", default="f16", choices=["f16", "f32", "q8_0"])
    options = arguments.parse_args()
    command = [options.program, options.model, str(options.dir), str(options.prompts), options.store]
    subprocess.run(command, check=True)
    ours = json.loads((options.dir / "ours.json").read_text())
    agreement, speeds = theirs(options.dir / "model.gguf", ours)
    about = {"store": options.store, "prompts": options.prompts}
    version = f"xllamacpp {importlib.metadata.version('xllamacpp')}; {xllamacpp.get_system_info().strip()}"
    rows = [
        {"tool": "motjuste local"} | about | {name: ours[name] for name in speeds},
        {"tool": "llama.cpp", "version": version} | about | agreement | speeds,
    ]
    for row in rows:
        print(json.dumps({k: round(v, 1) if isinstance(v, float) else v for k, v in row.items()}), flush=True)
    return 0 if agreement["same_answers"] >= SAME[options.store] * options.prompts else 1


if __name__ == "__main__":
    sys.exit(main())
