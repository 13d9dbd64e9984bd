"""python3 tools/oracles/nn/optimizers.py: 20 steps of every optimizer and option, in F64.

Two parameters start as `w` and `b`; step i has the gradients `gw[i]` and `gb[i]`. `NAME.w` and `NAME.b` are the parameters after each step.
torch.optim.Muon rounds its matrix to BF16 on the way; here it does not, so that its formula is compared and not its rounding.
Lion is not in torch.optim: its formula, arXiv 2302.06675, algorithm 2, is below.
"""

import sys

import numpy as np
import torch
from dump import OUT, numbers
from safetensors.torch import save_file
from torch import optim

STEPS = 20
torch.bfloat16 = torch.float64
tensors = {"w": numbers(3, 4), "b": numbers(5, seed=3), "tall": numbers(6, 2, seed=4)}
tensors |= {f"g{k}": numbers(STEPS, *v.shape, seed=5 + i) for i, (k, v) in enumerate(list(tensors.items()))}


def run(name, make, names=("w", "b")):
    params = {k: tensors[k].clone().requires_grad_(True) for k in names}
    optimizer = make(list(params.values()))
    for k in names:
        tensors[f"{name}.{k}"] = torch.zeros(STEPS, *params[k].shape, dtype=torch.float64)
    for i in range(STEPS):
        for k, p in params.items():
            p.grad = tensors[f"g{k}"][i].clone()
        optimizer.step()
        for k, p in params.items():
            tensors[f"{name}.{k}"][i] = p.detach()


def cases(kind, options):
    for name, args in options.items():
        run(name, lambda ps: kind(ps, **args))


cases(optim.SGD, {
    "sgd": dict(lr=0.1),
    "sgd_decay": dict(lr=0.1, weight_decay=0.3),
    "sgd_momentum": dict(lr=0.1, momentum=0.9),
    "sgd_dampening": dict(lr=0.1, momentum=0.8, dampening=0.4, weight_decay=0.3),
    "sgd_nesterov": dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.3),
})
for name, kind in (("adam", optim.Adam), ("adamw", optim.AdamW)):
    cases(kind, {
        name: dict(lr=0.1),
        name + "_all": dict(lr=0.05, betas=(0.8, 0.95), eps=1e-3, weight_decay=0.3, amsgrad=True),
    })
cases(optim.RMSprop, {
    "rmsprop": dict(lr=0.05),
    "rmsprop_centered": dict(lr=0.05, alpha=0.9, eps=1e-3, centered=True, weight_decay=0.3),
    "rmsprop_momentum": dict(lr=0.05, momentum=0.7),
    "rmsprop_all": dict(lr=0.05, alpha=0.9, eps=1e-3, centered=True, weight_decay=0.3, momentum=0.7),
})
cases(optim.Adagrad, {
    "adagrad": dict(lr=0.1),
    "adagrad_all": dict(lr=0.1, lr_decay=0.2, weight_decay=0.3, initial_accumulator_value=0.5, eps=1e-3),
})
for name, args in {
    "muon": dict(lr=0.1),
    "muon_all": dict(lr=0.1, weight_decay=0.3, momentum=0.8, nesterov=False, ns_steps=3, eps=1e-5, adjust_lr_fn="match_rms_adamw"),
}.items():
    run(name, lambda ps: optim.Muon(ps, **args), names=("w", "tall"))


def lion(p, gs, lr, beta1, beta2, decay):
    m, path = np.zeros_like(p), []
    for g in gs:
        update = np.sign(beta1 * m + (1 - beta1) * g)
        p = p - lr * (update + decay * p)
        m = beta2 * m + (1 - beta2) * g
        path.append(p)
    return torch.tensor(np.stack(path))


for name, args in {"lion": (0.1, 0.9, 0.99, 0.0), "lion_all": (0.05, 0.8, 0.95, 0.3)}.items():
    for k in ("w", "b"):
        tensors[f"{name}.{k}"] = lion(tensors[k].numpy(), tensors[f"g{k}"].numpy(), *args)

save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, OUT / "optimizers.safetensors")
print(f"optimizers: {len(tensors)} tensors, torch {torch.__version__}", file=sys.stderr)
