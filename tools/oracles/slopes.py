"""Prints the slopes that PyTorch takes in F16 and BF16, for HalfSlopesTest: python3 tools/oracles/slopes.py"""
import torch
from torch.nn.functional import gelu, silu

points = [-4, -1.2744140625, -0.5, 0.25, 1.5, 3, 300, -300]
for dtype in (torch.float16, torch.bfloat16):
    for name, f in {
        "silu": silu,
        "gelu": lambda x: gelu(x, approximate="tanh"),
        "geluErf": gelu,
        # PyTorch rounds this derivative at each step: taken in F64.
        "erf": lambda x: x.double().erf(),
    }.items():
        x = torch.tensor(points, dtype=dtype, requires_grad=True)
        y = f(x)
        y.backward(torch.ones_like(y))
        print(dtype, name, x.grad.tolist())
