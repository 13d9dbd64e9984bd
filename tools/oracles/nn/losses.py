"""python3 tools/oracles/nn/losses.py: values and gradients of losses, in F64.

Each case NAME has `NAME.y` (the loss; weights for a reduction of none are in `NAME.dy`) and a gradient `NAME.g.INPUT` for each input that has one.
Inputs are shared by the cases and stand under their own names.
"""

import sys

import torch
import torch.nn.functional as F
from dump import OUT, numbers
from safetensors.torch import save_file

tensors = {}


def case(name, f, reductions=("mean", "sum", "none"), **inputs):
    for reduction in reductions:
        xs = {k: tensors[v].clone().requires_grad_(True) for k, v in inputs.items()}
        y = f(*xs.values(), reduction)
        dy = torch.ones_like(y) if y.dim() == 0 else numbers(*y.shape, seed=9)
        key = f"{name}.{reduction}"
        tensors[f"{key}.y"] = y.detach()
        tensors[f"{key}.dy"] = dy
        for k, g in zip(xs, torch.autograd.grad((y * dy).sum(), xs.values())):
            tensors[f"{key}.g.{k}"] = g


tensors["x"] = numbers(4, 3)
tensors["ids"] = torch.tensor([2, 0, 2, 1])
tensors["some"] = torch.tensor([2, -100, 0, -100])
tensors["image"] = numbers(2, 3, 2, 2, seed=3)
tensors["places"] = torch.tensor([[[0, 2], [1, 1]], [[2, 2], [0, -100]]])
tensors["w"] = torch.tensor([0.5, 2.0, 1.25], dtype=torch.float64)
tensors["t"] = torch.softmax(numbers(4, 3, seed=4), 1)
t, ids, some, places, w = (tensors[k] for k in ("t", "ids", "some", "places", "w"))

for name, f, target in (("ce", F.cross_entropy, ids), ("some", F.cross_entropy, some), ("nll", F.nll_loss, some)):
    case(name, lambda x, r: f(x, target, reduction=r), x="x")
    case(name + "_weight", lambda x, r: f(x, target, weight=w, reduction=r), x="x")
for s in (0.1, 1.0):
    case(f"smooth_{s}", lambda x, r: F.cross_entropy(x, some, weight=w, label_smoothing=s, reduction=r), x="x")
case("smooth", lambda x, r: F.cross_entropy(x, ids, label_smoothing=0.2, reduction=r), x="x")
case("image", lambda x, r: F.cross_entropy(x, places, weight=w, label_smoothing=0.1, reduction=r), x="image")
case("one", lambda x, r: F.cross_entropy(x[0], ids[0], reduction=r), x="x")
case("soft", lambda x, t, r: F.cross_entropy(x, t, reduction=r), x="x", t="t")
case("soft_all", lambda x, t, r: F.cross_entropy(x, t, weight=w, label_smoothing=0.1, reduction=r), x="x", t="t")

# Differences of 0, on the borders of Huber's loss and beyond.
tensors["a"] = torch.tensor([[0.5, -1.0, 2.0], [3.0, 0.25, -4.0]], dtype=torch.float64)
tensors["b"] = torch.tensor([[0.5, -2.5, 2.25], [-1.0, 0.75, -4.5]], dtype=torch.float64)
case("mse", lambda a, b, r: F.mse_loss(a, b, reduction=r), a="a", b="b")
case("l1", lambda a, b, r: F.l1_loss(a, b, reduction=r), a="a", b="b")
for d in (0.5, 1.0, 1.5):
    case(f"huber_{d}", lambda a, b, r: F.huber_loss(a, b, delta=d, reduction=r), a="a", b="b")
for d in (0.0, 0.5, 1.0):
    case(f"smooth_l1_{d}", lambda a, b, r: F.smooth_l1_loss(a, b, beta=d, reduction=r), a="a", b="b")

tensors["z"] = torch.tensor([[0.0, 1.5, -2.5], [1e4, -1e4, 0.3]], dtype=torch.float64)
tensors["p"] = torch.tensor([[0.3, 1.0, 0.0], [0.0, 1.0, 0.75]], dtype=torch.float64)
bce = F.binary_cross_entropy_with_logits
case("bce", lambda z, p, r: bce(z, p, reduction=r), z="z", p="p")
case("bce_all", lambda z, p, r: bce(z, p, weight=tensors["a"].abs(), pos_weight=w, reduction=r), z="z", p="p")

tensors["logx"] = torch.log_softmax(numbers(4, 3, seed=5), 1)
tensors["tt"] = torch.tensor([[0.25, 0.75, 0.0], [1.0, 0.0, 0.0]], dtype=torch.float64)
tensors["logs"] = torch.log_softmax(numbers(2, 3, seed=6), 1)
case("kl", lambda x, t, r: F.kl_div(x, t, reduction=r), x="logx", t="t")
case("kl_zeros", lambda x, r: F.kl_div(x, tensors["tt"], reduction=r), x="logs")
case("kl_log", lambda x, t, r: F.kl_div(x, t, reduction=r, log_target=True), x="logx", t="x")

tensors["signs"] = torch.tensor([1.0, -1.0, -1.0, 1.0], dtype=torch.float64)
tensors["y"] = numbers(4, 3, seed=7)
tensors["v"] = numbers(4, 3, seed=8)
signs = tensors["signs"]
zero = torch.zeros(4, dtype=torch.float64)
for m in (1.0, 0.25):
    case(f"hinge_{m}", lambda x, r: F.margin_ranking_loss(x[:, 0], zero, signs, margin=m, reduction=r), x="x")
    case(f"embedding_{m}", lambda x, r: F.hinge_embedding_loss(x[:, 0], signs, margin=m, reduction=r), x="x")
for m in (0.0, -0.5):
    case(f"cosine_{m}", lambda x, y, r: F.cosine_embedding_loss(x, y, signs, margin=m, reduction=r), x="x", y="y")
for p in (1, 2):
    case(f"margin_{p}", lambda x, r: F.multi_margin_loss(x, ids, p=p, margin=0.8, weight=w, reduction=r), x="x")
for p, swap in ((2, False), (2, True), (1, False), (3, True)):
    name = f"triplet_{p}" + ("_swap" if swap else "")
    case(name, lambda x, y, v, r: F.triplet_margin_loss(x, y, v, margin=2.0, p=p, swap=swap, reduction=r), x="x", y="y", v="v")

save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, OUT / "losses.safetensors")
print(f"losses: {len(tensors)} tensors, torch {torch.__version__}", file=sys.stderr)
