"""python3 tools/oracles/nn/activations.py: values and gradients of activations, all in one file; PReLU and Embedding in files of their own."""

import torch
import torch.nn.functional as F
from safetensors.torch import save_file
from torch import nn
from dump import OUT, dump, numbers

# hard_sigmoid, hard_swish and celu by their formulas: PyTorch rounds 1/6 and 1/alpha to F32 in between.
FUNCTIONS = {
    "gelu": F.gelu,
    "new_gelu": lambda x: F.gelu(x, approximate="tanh"),
    "relu": F.relu,
    "relu2": lambda x: F.relu(x) ** 2,
    "relu6": F.relu6,
    "silu": F.silu,
    "sigmoid": torch.sigmoid,
    "hard_sigmoid": lambda x: (x / 6 + 0.5).clamp(0, 1),
    "mish": F.mish,
    "hard_swish": lambda x: x * (x / 6 + 0.5).clamp(0, 1),
    "tanh": torch.tanh,
    "quick_gelu": lambda x: x * torch.sigmoid(1.702 * x),
    "softplus": F.softplus,
    "selu": F.selu,
    "elu": lambda x: F.elu(x, 0.7),
    "leaky_relu": lambda x: F.leaky_relu(x, 0.2),
    "celu": lambda x: torch.where(x > 0, x, 0.7 * torch.expm1(x.clamp(max=0) / 0.7)),
    "glu": lambda x: F.glu(x, -1),
    "swiglu": lambda x: F.silu(x.chunk(2, -1)[0]) * x.chunk(2, -1)[1],
    "geglu": lambda x: F.gelu(x.chunk(2, -1)[0]) * x.chunk(2, -1)[1],
    "reglu": lambda x: F.relu(x.chunk(2, -1)[0]) * x.chunk(2, -1)[1],
}

x = torch.cat([numbers(3, 6) * 3, torch.tensor([[-30.0, 30.0, -0.01, 0.01, 5.0, -5.0]], dtype=torch.float64)])
tensors = {"x": x}
for name, function in FUNCTIONS.items():
    v = x.clone().requires_grad_(True)
    y = function(v)
    tensors[f"y.{name}"] = y.detach()
    tensors[f"g.{name}"] = torch.autograd.grad(y.sum(), v)[0]
save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, OUT / "activations.safetensors")

dump("prelu", nn.PReLU(3), numbers(2, 3, 4))
dump("prelu_scalar", nn.PReLU(), numbers(2, 5))


class Lookup(nn.Module):
    """x is added to the vectors, since ids have no gradient."""

    def __init__(self, padding=None):
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(7, 3))
        self.padding = padding

    def forward(self, x):
        ids = torch.tensor([[1, 4, 1], [0, 6, 4]])
        return F.embedding(ids, self.weight, padding_idx=self.padding) + x


dump("embedding", Lookup(), numbers(2, 3, 3))
dump("embedding_padding", Lookup(4), numbers(2, 3, 3))
