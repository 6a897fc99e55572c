# local
local-read = the file cannot be read: { $why }
local-write = the file cannot be written: { $why }
local-tokenizer-json = the tokenizer is not JSON: { $why }
local-tokenizer-foreign = this tokenizer was not made by this program
local-tokenizer-too-large = this tokenizer has more than 65,535 tokens
local-tokenizer-hint = Make one with the `tokenizer` command of this program.
