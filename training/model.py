"""A small decoder of the Llama family: RMSNorm, rotary positions (half split), SwiGLU, tied embeddings, no biases."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn


@dataclass(frozen=True)
class Config:
    """Sizes. Every matrix side is a multiple of 32, so that Q8_0 can hold it."""

    width: int
    layers: int
    heads: int
    hidden: int
    vocabulary: int = 3072
    context: int = 512
    theta: float = 10_000.0
    epsilon: float = 1e-5


CONFIGS = {
    "1m": Config(width=128, layers=4, heads=4, hidden=384),
    "3m": Config(width=192, layers=6, heads=6, hidden=512),
    "5m": Config(width=256, layers=6, heads=8, hidden=768),
}


class Layer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.heads = c.heads
        self.epsilon = c.epsilon
        self.attention_norm = nn.Parameter(torch.ones(c.width))
        self.mlp_norm = nn.Parameter(torch.ones(c.width))
        self.q = nn.Linear(c.width, c.width, bias=False)
        self.k = nn.Linear(c.width, c.width, bias=False)
        self.v = nn.Linear(c.width, c.width, bias=False)
        self.o = nn.Linear(c.width, c.width, bias=False)
        self.gate = nn.Linear(c.width, c.hidden, bias=False)
        self.up = nn.Linear(c.width, c.hidden, bias=False)
        self.down = nn.Linear(c.hidden, c.width, bias=False)

    def forward(self, x, cos, sin):
        rows, length, width = x.shape
        split = (rows, length, self.heads, width // self.heads)
        h = F.rms_norm(x, (width,), self.attention_norm, self.epsilon)
        q = rotate(self.q(h).view(split).transpose(1, 2), cos, sin)
        k = rotate(self.k(h).view(split).transpose(1, 2), cos, sin)
        v = self.v(h).view(split).transpose(1, 2)
        h = attend(q, k, v)
        x = x + self.o(h.transpose(1, 2).reshape(rows, length, width))
        h = F.rms_norm(x, (width,), self.mlp_norm, self.epsilon)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


def attend(q, k, v):
    """Causal attention. On a CPU the fused kernel's backward takes a third of a step: three products are faster."""
    if q.device.type != "cpu":
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
    length = q.shape[-2]
    later = torch.ones(length, length, dtype=torch.bool).triu_(1)
    scores = (q @ k.mT).float() * q.shape[-1] ** -0.5
    return scores.masked_fill_(later, float("-inf")).softmax(-1).to(v.dtype) @ v


def rotate(x, cos, sin):
    """Rotary positions in the half-split layout. In f32: bf16 angles would not be the ones of inference."""
    a, b = x.float().chunk(2, dim=-1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], dim=-1).to(x.dtype)


class Decoder(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.embedding = nn.Embedding(c.vocabulary, c.width)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.layers))
        self.norm = nn.Parameter(torch.ones(c.width))
        half = c.width // c.heads // 2
        angles = torch.outer(torch.arange(c.context).float(), c.theta ** (-torch.arange(half) / half))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                nn.init.normal_(weight, std=0.02)
                if name.endswith(("o.weight", "down.weight")):
                    weight.data.mul_((2 * c.layers) ** -0.5)

    def states(self, tokens):
        """Normed last states, (rows, length, width)."""
        length = tokens.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x = self.embedding(tokens)
        for layer in self.layers:
            x = layer(x, cos, sin)
        return F.rms_norm(x, x.shape[-1:], self.norm, self.config.epsilon)

    def logits(self, states):
        return F.linear(states, self.embedding.weight)

    def forward(self, tokens):
        return self.logits(self.states(tokens))

    def size(self):
        return sum(p.numel() for p in self.parameters())
