"""Drives `motjuste serve` with the official SDK of OpenAI. Usage: local_model.py PATH_TO_MOTJUSTE [MODEL]"""

import importlib.metadata
import json
import subprocess
import sys

import openai

SCHEMA = {
    "type": "object",
    "properties": {"total": {"type": "integer"}, "sure": {"type": "boolean"}},
    "required": ["total", "sure"],
    "additionalProperties": False,
}


def chat(client, model):
    messages = [{"role": "user", "content": "Total ?\nLe total de la facture est de 151 €."}]
    answer = client.chat.completions.create(model=model, messages=messages, max_tokens=20, logprobs=True, top_logprobs=2)
    assert answer.choices[0].finish_reason in ("stop", "length"), answer
    assert answer.usage.prompt_tokens > 0 and len(answer.choices[0].logprobs.content[0].top_logprobs) == 2
    stream = client.chat.completions.create(
        model=model, messages=messages, max_tokens=20, stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    said = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert said == answer.choices[0].message.content, (said, answer)
    assert chunks[-1].usage.completion_tokens == answer.usage.completion_tokens


def schema(client, model):
    answer = client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": "151 €"}],
        max_tokens=60,
        response_format={"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True}},
    )
    value = json.loads(answer.choices[0].message.content)
    assert isinstance(value["total"], int) and isinstance(value["sure"], bool), value


def completions(client, model):
    answer = client.completions.create(model=model, prompt="le total", max_tokens=4, echo=True, logprobs=1)
    logprobs = answer.choices[0].logprobs
    assert answer.choices[0].text.startswith("le total") and logprobs.token_logprobs[0] is None
    assert len(logprobs.tokens) == len(logprobs.token_logprobs) == len(logprobs.text_offset)


def embeddings(client, model):
    answer = client.embeddings.create(model=model, input=["le total", "the total"])
    assert len(answer.data) == 2 and len(answer.data[0].embedding) > 8


def models(client, model):
    assert [m.id for m in client.models.list()] == [model]


def errors(client, model):
    def fails(kind, code, name, text):
        try:
            client.chat.completions.create(model=name, messages=[{"role": "user", "content": text}])
        except kind as error:
            assert error.code == code, error
        else:
            raise AssertionError(f"{code} was expected")

    fails(openai.NotFoundError, "model_not_found", "other", "x")
    fails(openai.BadRequestError, "context_length_exceeded", model, "le total est de 151 € ; " * 100_000)


def main():
    program, model = sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "petit"
    print("openai", importlib.metadata.version("openai"))
    command = [program, "serve", "--model", model, "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        client = openai.OpenAI(base_url=server.stdout.readline().strip(), api_key="none", max_retries=0)
        name = model.removeprefix("local/")
        for check in (chat, schema, completions, embeddings, models, errors):
            check(client, name)
            print("ok", check.__name__)
    finally:
        server.terminate()
        server.wait()


main()
