"""Writes what a PyTorch module computes, in F64, for LayerCheck: parameters, input, output and gradients.

The file NAME.safetensors holds `x`, `y`, `dy` (random weights of the output), `g.x` and, for each parameter, `p.<name>` and `g.<name>`:
gradients of sum(y * dy). Buffers stand as `p.<name>` before and `after.<name>` after the call. Further inputs may be added as they are.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).resolve().parents[3] / "candle-nn/src/test/resources/oracle"


def randomize(module, seed=0):
    """Parameters that are not what their initialiser gives, so that a forgotten one is seen."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in module.parameters():
            p.copy_(torch.randn(p.shape, generator=generator, dtype=torch.float64) * 0.5)
    return module


def dump(name, module, x, forward=None, **extra):
    """forward(module, x) gives the output; further inputs in `extra` are stored beside x."""
    module = randomize(module.double())
    x = x.double().requires_grad_(True)
    tensors = {f"p.{k}": v.detach().clone() for k, v in module.state_dict().items() if v.is_floating_point()}
    y = forward(module, x) if forward else module(x)
    dy = torch.randn(y.shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    names, params = zip(*[("x", x)] + list(module.named_parameters()))
    for n, g in zip(names, torch.autograd.grad((y * dy).sum(), params)):
        tensors[f"g.{n}"] = g
    parameters = dict(module.named_parameters())
    for k, v in module.state_dict().items():
        if k not in parameters and v.is_floating_point():
            tensors[f"after.{k}"] = v
    tensors.update(x=x.detach(), y=y.detach(), dy=dy, **extra)
    OUT.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, OUT / f"{name}.safetensors")
    print(f"{name}: {len(tensors)} tensors, torch {torch.__version__}", file=sys.stderr)


def numbers(*shape, seed=2):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
