"""Weights in the names and files that Llama loaders expect."""

import hashlib
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from model import Config, Decoder

SPECIAL = {"pad": 0, "end": 1, "system": 2, "user": 3, "assistant": 4}
TEMPLATE = (
    "{% for m in messages %}{% if m.role == 'assistant' %}<|assistant|> {{ m.content }}<|end|>"
    "{% else %}<|{{ m.role }}|>{{ m.content }}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
PARTS = {
    "attention_norm": "input_layernorm.weight",
    "mlp_norm": "post_attention_layernorm.weight",
    "q.weight": "self_attn.q_proj.weight",
    "k.weight": "self_attn.k_proj.weight",
    "v.weight": "self_attn.v_proj.weight",
    "o.weight": "self_attn.o_proj.weight",
    "gate.weight": "mlp.gate_proj.weight",
    "up.weight": "mlp.up_proj.weight",
    "down.weight": "mlp.down_proj.weight",
}


def llama_name(name):
    if name == "embedding.weight":
        return "model.embed_tokens.weight"
    if name == "norm":
        return "model.norm.weight"
    _, layer, part = name.split(".", 2)
    return f"model.layers.{layer}.{PARTS[part]}"


def export(model, tokenizer, folder, dtype=torch.float16):
    """Writes model.safetensors, config.json and the tokenizer; returns the SHA-256 of the weights."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    c = model.config
    tensors = {llama_name(n): p.detach().cpu().to(dtype).contiguous() for n, p in model.named_parameters()}
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "hidden_size": c.width,
        "intermediate_size": c.hidden,
        "num_hidden_layers": c.layers,
        "num_attention_heads": c.heads,
        "num_key_value_heads": c.heads,
        "head_dim": c.width // c.heads,
        "vocab_size": c.vocabulary,
        "max_position_embeddings": c.context,
        "rope_theta": c.theta,
        "rms_norm_eps": c.epsilon,
        "hidden_act": "silu",
        "tie_word_embeddings": True,
        "attention_bias": False,
        "mlp_bias": False,
        "pad_token_id": SPECIAL["pad"],
        "bos_token_id": None,
        "eos_token_id": SPECIAL["end"],
        "torch_dtype": str(dtype).removeprefix("torch."),
    }
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    shutil.copyfile(tokenizer, folder / "tokenizer.json")
    about = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "pad_token": "<|pad|>",
        "eos_token": "<|end|>",
        "chat_template": TEMPLATE,
        "model_max_length": c.context,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(about, indent=2) + "\n")
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    (folder / "model.safetensors.sha256").write_text(f"{digest}  model.safetensors\n")
    return digest


def load(folder):
    """The exported model, back from its files."""
    folder = Path(folder)
    said = json.loads((folder / "config.json").read_text())
    config = Config(
        width=said["hidden_size"],
        layers=said["num_hidden_layers"],
        heads=said["num_attention_heads"],
        hidden=said["intermediate_size"],
        vocabulary=said["vocab_size"],
        context=said["max_position_embeddings"],
        theta=said["rope_theta"],
        epsilon=said["rms_norm_eps"],
    )
    model = Decoder(config)
    tensors = load_file(folder / "model.safetensors")
    model.load_state_dict({n: tensors[llama_name(n)].float() for n, _ in model.named_parameters()})
    return model
