// Drives `motjuste serve` with the official SDK of OpenAI: the twin of local_model.py.
// Usage: node local_model.mjs PATH_TO_MOTJUSTE [MODEL], where the package `openai` can be found.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

import OpenAI from "openai";
import { VERSION } from "openai/version";

const SCHEMA = {
  type: "object",
  properties: { total: { type: "integer" }, sure: { type: "boolean" } },
  required: ["total", "sure"],
  additionalProperties: false,
};

async function chat(client, model) {
  const messages = [{ role: "user", content: "Total ?\nLe total de la facture est de 151 €." }];
  const asked = { model, messages, max_tokens: 20 };
  const answer = await client.chat.completions.create({ ...asked, logprobs: true, top_logprobs: 2 });
  assert.ok(["stop", "length"].includes(answer.choices[0].finish_reason));
  assert.ok(answer.usage.prompt_tokens > 0);
  assert.equal(answer.choices[0].logprobs.content[0].top_logprobs.length, 2);
  const stream = await client.chat.completions.create({
    ...asked,
    stream: true,
    stream_options: { include_usage: true },
  });
  let said = "";
  let usage = null;
  for await (const chunk of stream) {
    said += chunk.choices[0]?.delta.content ?? "";
    usage = chunk.usage ?? usage;
  }
  assert.equal(said, answer.choices[0].message.content);
  assert.equal(usage.completion_tokens, answer.usage.completion_tokens);
}

async function schema(client, model) {
  const answer = await client.chat.completions.create({
    model,
    messages: [{ role: "user", content: "151 €" }],
    max_tokens: 60,
    response_format: { type: "json_schema", json_schema: { name: "answer", schema: SCHEMA, strict: true } },
  });
  const value = JSON.parse(answer.choices[0].message.content);
  assert.ok(Number.isInteger(value.total) && typeof value.sure === "boolean");
}

async function completions(client, model) {
  const answer = await client.completions.create({ model, prompt: "le total", max_tokens: 4, echo: true, logprobs: 1 });
  const { text, logprobs } = answer.choices[0];
  assert.ok(text.startsWith("le total"));
  assert.equal(logprobs.token_logprobs[0], null);
  assert.equal(logprobs.tokens.length, logprobs.token_logprobs.length);
  assert.equal(logprobs.tokens.length, logprobs.text_offset.length);
}

async function embeddings(client, model) {
  const answer = await client.embeddings.create({ model, input: ["le total", "the total"] });
  assert.equal(answer.data.length, 2);
  assert.ok(answer.data[0].embedding.length > 8);
}

async function models(client, model) {
  const ids = [];
  for await (const one of client.models.list()) ids.push(one.id);
  assert.deepEqual(ids, [model]);
}

async function errors(client, model) {
  const ask = (name, content) => client.chat.completions.create({ model: name, messages: [{ role: "user", content }] });
  const failed = (kind, code) => (error) => error instanceof kind && error.code === code;
  await assert.rejects(ask("other", "x"), failed(OpenAI.NotFoundError, "model_not_found"));
  const long = "le total est de 151 € ; ".repeat(100_000);
  await assert.rejects(ask(model, long), failed(OpenAI.BadRequestError, "context_length_exceeded"));
}

const [program, model = "petit"] = process.argv.slice(2);
console.log("openai", VERSION);
const server = spawn(program, ["serve", "--model", model, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
try {
  const { value: baseURL } = await createInterface({ input: server.stdout })[Symbol.asyncIterator]().next();
  const client = new OpenAI({ baseURL, apiKey: "none", maxRetries: 0 });
  for (const check of [chat, schema, completions, embeddings, models, errors]) {
    await check(client, model.replace(/^local\//, ""));
    console.log("ok", check.name);
  }
} finally {
  server.kill();
}
