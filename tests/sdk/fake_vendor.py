"""Drives the fake vendor with the official SDKs of OpenAI and Anthropic. Usage: fake_vendor.py PATH_TO_FAKE_VENDOR"""

import importlib.metadata
import json
import subprocess
import sys
import traceback
import urllib.request

import anthropic
import openai

KEY = "sk-test"
FRENCH_WORDS = ("cœur", "🙂", "👩‍👧‍👦", "1\u202f234,50")


class Vendor:
    """The program on a free port, with a script that tests replace."""

    def __init__(self, path):
        arguments = [path, "--listen", "127.0.0.1:0", "--key", KEY, "--cache"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        self.base_url = self.process.stdout.readline().strip()
        self.origin = self.base_url.removesuffix("/v1")

    def control(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        with urllib.request.urlopen(f"{self.origin}/__control/{path}", data) as answer:
            return json.load(answer)

    def script(self, *rules):
        self.control("script", {"rules": list(rules)})


def raises(kind, call):
    try:
        call()
    except kind as error:
        return error
    raise AssertionError(f"{kind.__name__} was expected")


def messages(text):
    return [{"role": "user", "content": text}]


# ---------------------------------------------------------------- OpenAI


def openai_answers(vendor, client):
    answer = client.chat.completions.create(model="echo", messages=messages("Été 🙂"))
    assert answer.choices[0].message.content == "Été 🙂", answer
    assert answer.choices[0].finish_reason == "stop" and answer.model == "fake-echo-1"
    assert answer.usage.prompt_tokens == answer.usage.completion_tokens == 3
    assert answer.usage.prompt_tokens_details.cached_tokens == 0
    assert answer._request_id.startswith("req_")
    raw = client.chat.completions.with_raw_response.create(model="echo", messages=messages("x"))
    assert raw.parse().choices[0].message.content == "x"


def openai_streams(vendor, client):
    stream = client.chat.completions.create(
        model="french", messages=messages("?"), stream=True, stream_options={"include_usage": True}
    )
    chunks = list(stream)
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert all(word in text for word in FRENCH_WORDS), text
    assert [c.choices[0].finish_reason for c in chunks if c.choices][-1] == "stop"
    assert chunks[-1].usage.completion_tokens == -(-len(text.encode()) // 4) and not chunks[-1].choices


def openai_streaming_helper(vendor, client):
    with client.chat.completions.stream(model="echo", messages=messages("un deux")) as stream:
        kinds = [event.type for event in stream]
        final = stream.get_final_completion()
    assert "content.delta" in kinds and final.choices[0].message.content == "un deux"


def openai_structured_output(vendor, client):
    schema = {
        "type": "object",
        "properties": {"label": {"type": "string", "enum": ["facturation", "livraison"]}},
        "required": ["label"],
        "additionalProperties": False,
    }
    answer = client.chat.completions.create(
        model="apprentice",
        messages=messages("Classe ce message.\n\nMon colis est perdu par le transporteur."),
        response_format={"type": "json_schema", "json_schema": {"name": "tri", "strict": True, "schema": schema}},
    )
    assert json.loads(answer.choices[0].message.content) == {"label": "livraison"}, answer


def openai_log_probabilities(vendor, client):
    answer = client.chat.completions.create(
        model="echo", messages=messages("un deux"), logprobs=True, top_logprobs=2
    )
    tokens = answer.choices[0].logprobs.content
    assert "".join(t.token for t in tokens) == "un deux" and len(tokens[0].top_logprobs) == 2


def openai_limits_and_refusals(vendor, client):
    answer = client.chat.completions.create(model="echo", messages=messages("un deux trois"), max_completion_tokens=1)
    assert answer.choices[0].finish_reason == "length"
    answer = client.chat.completions.create(model="refusal", messages=messages("x"))
    assert answer.choices[0].message.refusal and answer.choices[0].message.content is None


def openai_errors(vendor, client):
    def ask(**change):
        return lambda: client.chat.completions.create(**({"model": "echo", "messages": messages("x")} | change))

    assert raises(openai.NotFoundError, ask(model="nowhere")).code == "model_not_found"
    assert raises(openai.BadRequestError, ask(messages=[])).param == "messages"
    assert raises(openai.BadRequestError, ask(temperature=9)).type == "invalid_request_error"
    stranger = client.with_options(api_key="sk-other")
    error = raises(
        openai.AuthenticationError,
        lambda: stranger.chat.completions.create(model="echo", messages=messages("x")),
    )
    assert error.code == "invalid_api_key"
    for status, kind in [(429, openai.RateLimitError), (500, openai.InternalServerError), (403, openai.PermissionDeniedError)]:
        vendor.script({"then": {"status": status, "retry_after": {"seconds": 1}}})
        assert raises(kind, ask()).status_code == status
    vendor.script({"then": {"quota_spent": True}})
    assert raises(openai.RateLimitError, ask()).code == "insufficient_quota"


def openai_retries_as_told(vendor, client):
    vendor.script({"when": {"nth": [1, 2]}, "then": {"status": 429, "retry_after": {"ms": 20}}})
    answer = client.with_options(max_retries=3).chat.completions.create(model="echo", messages=messages("x"))
    assert answer.choices[0].message.content == "x"
    assert vendor.control("stats")["statuses"] == {"200": 1, "429": 2}


def openai_error_in_a_stream(vendor, client):
    vendor.script({"then": {"stream_error_after": 1}})
    stream = client.chat.completions.create(model="echo", messages=messages("un deux"), stream=True)
    raises(openai.APIError, lambda: list(stream))


def openai_cut_stream(vendor, client):
    vendor.script({"then": {"cut": {"at": 400}}})
    stream = client.chat.completions.create(model="french", messages=messages("?"), stream=True)
    raises(Exception, lambda: list(stream))
    assert vendor.control("invoice")["totals"]["amount"] == 0


def openai_models(vendor, client):
    assert "apprentice" in [model.id for model in client.models.list()]
    assert client.models.retrieve("echo").id == "echo"


# ---------------------------------------------------------------- Anthropic


def anthropic_answers(vendor, client):
    answer = client.messages.create(model="echo", max_tokens=50, messages=messages("Été 🙂"), system="Sois bref.")
    assert answer.content[0].text == "Été 🙂" and answer.stop_reason == "end_turn", answer
    assert (answer.usage.input_tokens, answer.usage.output_tokens) == (5, 3), answer.usage
    assert answer._request_id.startswith("req_")


def anthropic_streams(vendor, client):
    with client.messages.stream(model="french", max_tokens=500, messages=messages("?")) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert all(word in text for word in FRENCH_WORDS), text
    assert final.content[0].text == text and final.stop_reason == "end_turn"
    assert final.usage.output_tokens == -(-len(text.encode()) // 4), final.usage
    kinds = [e.type for e in client.messages.create(model="echo", max_tokens=9, messages=messages("x"), stream=True)]
    assert kinds[0] == "message_start" and kinds[-1] == "message_stop" and "message_delta" in kinds, kinds


def anthropic_cache(vendor, client):
    system = [{"type": "text", "text": "Règle. " * 1000, "cache_control": {"type": "ephemeral"}}]
    ask = lambda: client.messages.create(model="echo", max_tokens=9, messages=messages("x"), system=system).usage
    first, second = ask(), ask()
    assert first.cache_creation_input_tokens == second.cache_read_input_tokens == 2000, (first, second)
    assert first.cache_read_input_tokens == second.cache_creation_input_tokens == 0


def anthropic_limits(vendor, client):
    answer = client.messages.create(model="echo", max_tokens=1, messages=messages("un deux trois"))
    assert answer.stop_reason == "max_tokens"
    answer = client.messages.create(model="echo", max_tokens=9, messages=messages("un deux"), stop_sequences=["deux"])
    assert (answer.stop_reason, answer.stop_sequence) == ("stop_sequence", "deux")
    assert client.messages.create(model="refusal", max_tokens=50, messages=messages("x")).stop_reason == "refusal"


def anthropic_errors(vendor, client):
    def ask(**change):
        return lambda: client.messages.create(**({"model": "echo", "max_tokens": 9, "messages": messages("x")} | change))

    assert raises(anthropic.NotFoundError, ask(model="nowhere")).body["error"]["type"] == "not_found_error"
    raises(anthropic.BadRequestError, ask(messages=[]))
    raises(anthropic.BadRequestError, ask(extra_body={"temperature": 1}, extra_headers={"anthropic-version": "2026-10-21"}))
    assert ask(extra_body={"temperature": 1}, extra_headers={"anthropic-version": "2023-06-01"})().content[0].text == "x"
    stranger = anthropic.Anthropic(api_key="other", base_url=vendor.origin, max_retries=0)
    raises(
        anthropic.AuthenticationError,
        lambda: stranger.messages.create(model="echo", max_tokens=9, messages=messages("x")),
    )
    for status, kind in [(429, anthropic.RateLimitError), (500, anthropic.InternalServerError), (529, anthropic.APIStatusError)]:
        vendor.script({"then": {"status": status}})
        assert raises(kind, ask()).status_code == status


def anthropic_error_in_a_stream(vendor, client):
    vendor.script({"then": {"stream_error_after": 1}})
    stream = client.messages.create(model="echo", max_tokens=9, messages=messages("un deux"), stream=True)
    assert "verloaded" in str(raises(anthropic.APIStatusError, lambda: list(stream)))


def anthropic_models(vendor, client):
    assert "apprentice" in [model.id for model in client.models.list()]
    assert client.models.retrieve("echo").type == "model"


def main():
    vendor = Vendor(sys.argv[1])
    clients = {
        "openai": openai.OpenAI(api_key=KEY, base_url=vendor.base_url, max_retries=0),
        "anthropic": anthropic.Anthropic(api_key=KEY, base_url=vendor.origin, max_retries=0),
    }
    for name in clients:
        print(name, importlib.metadata.version(name))
    failed = passed = 0
    try:
        for name, test in list(globals().items()):
            client = clients.get(name.split("_")[0])
            if client is None or not callable(test) or "_" not in name:
                continue
            vendor.script()
            vendor.control("reset", {})
            try:
                test(vendor, client)
                passed += 1
            except Exception:
                failed += 1
                print(f"FAILED {name}")
                traceback.print_exc()
        print(f"{passed} passed, {failed} failed")
    finally:
        vendor.process.terminate()
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
