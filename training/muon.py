"""Muon (Jordan et al. 2024) for the matrices inside the layers, AdamW for the embedding and the norms."""

import torch


def orthogonalised(g, steps=5):
    """Newton-Schulz iteration towards the nearest semi-orthogonal matrix, for a stack (n, rows, columns)."""
    x = g.bfloat16()
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        a = x @ x.mT
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
    return (x.mT if tall else x).to(g.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, then orthogonalisation; matrices of one shape are treated together."""

    def __init__(self, matrices, lr, momentum=0.95, decay=0.01):
        super().__init__(matrices, {"lr": lr, "momentum": momentum, "decay": decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            shapes = {}
            for p in group["params"]:
                if p.grad is not None:
                    shapes.setdefault(p.shape, []).append(p)
            for shape, params in shapes.items():
                updates = []
                for p in params:
                    state = self.state[p]
                    if "momentum" not in state:
                        state["momentum"] = torch.zeros_like(p)
                    state["momentum"].lerp_(p.grad, 1 - group["momentum"])
                    updates.append(p.grad.lerp(state["momentum"], group["momentum"]))
                scale = max(1.0, shape[0] / shape[1]) ** 0.5
                for p, u in zip(params, orthogonalised(torch.stack(updates))):
                    p.mul_(1 - group["lr"] * group["decay"])
                    p.add_(u, alpha=-group["lr"] * scale)


def optimisers(model, muon_lr, adam_lr):
    inside = [p for p in model.layers.parameters() if p.dim() == 2]
    other = [p for n, p in model.named_parameters() if not (n.startswith("layers.") and p.dim() == 2)]
    return [
        Muon(inside, lr=muon_lr),
        torch.optim.AdamW(other, lr=adam_lr, betas=(0.9, 0.95), weight_decay=0.0),
    ]
