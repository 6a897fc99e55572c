# local
local-read = the file cannot be read: { $why }
local-write = the file cannot be written: { $why }
local-tokenizer-json = the tokenizer is not JSON: { $why }
local-tokenizer-foreign = this tokenizer was not made by this program
local-tokenizer-too-large = this tokenizer has more than 65,535 tokens
local-tokenizer-hint = Make one with the `tokenizer` command of this program.
local-file-truncated = the file ends before what it announces: it was cut, or its header lies
local-file-magic = this is not a GGUF file of version 2 or 3
local-file-no-model = no model here: a `.gguf` file or a folder with config.json, tokenizer.json and model.safetensors is expected
local-file-header = the header of the file cannot be used: { $what }
local-file-sizes = the file announces a size that no model has: { $what }
local-file-family = models of the family "{ $what }" cannot be run here
local-file-family-hint = The families llama, qwen2 and qwen3 can. A server of your own (Ollama, llama.cpp, vLLM) runs the others: give its address as a vendor.
local-file-unknown = the model uses something that is not known here and would change its answers: { $what }
local-file-missing = the file lacks { $what }
local-file-shape = the tensor { $what } has another shape than the sizes of the model say
local-file-type = numbers of the type { $what } are not known
local-file-tokens = the tokenizer of the model cannot be used: { $what }
local-file-template = the chat template of the model cannot be used: { $what }
local-no-petit = this build carries no embedded model
local-no-petit-hint = Build with the files of `crates/local/petit` present, or name a model file: local/PATH.
local-context = the question has { $tokens } tokens; the model reads { $context }, its answer included
local-context-hint = Shorten the prompt or give fewer examples.
local-question-empty = there is no text to read
local-question-range = the parameter { $what } is out of its range
local-question-unsupported = models run here do not have this: { $what }
local-question-json = the request cannot be read: { $what }
local-question-model = no such model is served here: { $what }
local-schema = this part of the schema cannot be enforced: { $what }
local-cancelled = stopped
local-bug = the model could not be run: { $what }
local-note-unfamiliar = { $unknown ->
    [one] one word
   *[other] { $unknown } words
  } out of { $words } put to Petit { $unknown ->
    [one] is
   *[other] are
  } outside its lexicon: its answers say nothing about other models
