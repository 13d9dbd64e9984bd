"""The numbers that SelectionOracleTest of candle-core holds, by PyTorch (2.15, CPU).

Run: python3 tools/oracles/selection.py
Where this library differs on purpose (NaN last in descending sorts and topk, sums of integers that do not fit), the
test says so beside the number.
"""

import torch

nan, inf = float("nan"), float("inf")


def show(name, x):
    print(f"{name}: {x.tolist() if isinstance(x, torch.Tensor) else x}")


# order ---------------------------------------------------------------------------------------------------------------
x = torch.tensor([3.0, nan, -0.0, inf, 0.0, -inf, 3.0, nan, -1.5])
for asc in (True, False):
    s = torch.sort(x, descending=not asc, stable=True)
    show(f"sort ascending={asc}", s.values)
    show(f"argsort ascending={asc}", s.indices)
no_nan = x[~x.isnan()]
for largest in (True, False):
    t = torch.topk(no_nan, 3, largest=largest)
    show(f"topk 3 largest={largest} without NaN", t.values)
for row in ([5.0, 1.0, 3.0], [4.0, 1.0, 3.0, 2.0], [1.0, nan, 0.0, nan], [inf, -inf], [-0.0, 0.0, -0.0], [7.0]):
    m = torch.median(torch.tensor(row), 0)
    show(f"median {row}", (m.values.item(), m.indices.item()))
for f in ("max", "min", "argmax", "argmin", "amax", "amin"):
    r = getattr(torch, f)(x, 0)
    show(f, r if isinstance(r, torch.Tensor) else (r.values.item(), r.indices.item()))
show("argmax of ties", torch.argmax(torch.tensor([1.0, 5.0, 5.0]), 0))

# empty dimensions and dimensions of size 1 -----------------------------------------------------------------------------
for shape in ((2, 0), (0, 2), (2, 1)):
    e = torch.full(shape, 4.0)
    for f in ("sum", "prod", "mean", "var", "std", "any", "all", "amax", "argmax", "logsumexp", "median", "cumsum", "cumprod"):
        try:
            r = getattr(torch, f)(e, 1)
            r = r.values if f == "median" else r
            show(f"{f} over dimension 1 of {shape}", r)
        except (IndexError, RuntimeError) as error:
            print(f"{f} over dimension 1 of {shape}: {type(error).__name__}")

# products with zeros -----------------------------------------------------------------------------------------------------
for row in ([2.0, 3.0, 4.0], [2.0, 0.0, 4.0], [0.0, 3.0, 0.0], [0.0]):
    for f in (torch.prod, torch.cumprod):
        v = torch.tensor(row, dtype=torch.float64, requires_grad=True)
        w = torch.arange(1.0, len(row) + 1, dtype=torch.float64)
        y = f(v, 0)
        (y * w).sum().backward() if y.dim() else y.backward()
        show(f"{f.__name__} {row}", y.detach())
        show(f"{f.__name__} gradient {row}", v.grad)

# scatter: along one dimension the CPU writes in order, so the last of several ids stays -------------------------------------
ids = torch.tensor([[0, 1, 0, 0], [2, 2, 1, 2]])
src = torch.arange(1.0, 9.0).reshape(2, 4)
show("scatter dim 1", torch.zeros(2, 3).scatter(1, ids, src))
show("scatter_add dim 1", torch.zeros(2, 3).scatter_add(1, ids, src))
show("scatter dim 0", torch.zeros(3, 4).scatter(0, ids, src))

# statistics ----------------------------------------------------------------------------------------------------------------
v = torch.tensor([[0.2035, 1.2959, 1.8101, -0.4644], [1.5027, -0.3270, 0.5905, 0.6538]], dtype=torch.float64)
show("var", v.var(1))
show("std", v.std(1))
show("var population", v.var(1, correction=0))
show("std population", v.std(1, correction=0))
show("var of large numbers F32", (torch.tensor([1e4, 1e4 + 1, 1e4 + 2, 1e4 + 3])).var(0))
show("var F16", torch.tensor([300.0, -300.0, 200.0], dtype=torch.float16).var(0))
show("logsumexp", torch.logsumexp(torch.tensor([[1.0, 2.0, 3.0], [-inf, -inf, -inf], [inf, 1.0, 2.0], [nan, 1.0, 2.0], [1000.0, 1000.0, -inf]]), 1))
u = torch.tensor([-inf, -inf], requires_grad=True)
torch.logsumexp(u, 0).backward()
show("logsumexp gradient of -inf", u.grad)
for f in (torch.std, torch.norm):
    z = torch.full((3,), 5.0 if f is torch.std else 0.0, requires_grad=True)
    f(z).backward()
    show(f"{f.__name__} gradient at its kink", z.grad)

# half types ----------------------------------------------------------------------------------------------------------------
for dtype in (torch.float16, torch.bfloat16):
    h = torch.full((4096,), 1.0, dtype=dtype)
    show(f"sum of 4096 ones {dtype}", h.sum(0))
    t = torch.full((3000,), 0.1, dtype=dtype)
    show(f"sum of 3000 tenths {dtype}", t.sum(0))
    show(f"last cumsum of 3000 tenths {dtype}", t.cumsum(0)[-1])
    show(f"cumsum {dtype}", torch.tensor([1.0, 0.001, 0.002, 1000.0, 0.3], dtype=dtype).cumsum(0))
    show(f"prod {dtype}", torch.tensor([1.1, 2.3, 0.7, 3.9], dtype=dtype).prod(0))
    show(f"cumprod {dtype}", torch.tensor([1.1, 2.3, 0.7, 3.9], dtype=dtype).cumprod(0))

# integers ------------------------------------------------------------------------------------------------------------------
a = torch.tensor([7, -7, 7, -7])
b = torch.tensor([2, 2, -2, -2])
show("integer division towards zero", torch.div(a, b, rounding_mode="trunc"))
show("sum of U8 200 + 100 (PyTorch widens)", torch.tensor([200, 100], dtype=torch.uint8).sum(0))
show("cumsum I64", torch.tensor([[1, 2, 3], [4, 5, 6]]).cumsum(0))
show("cumprod I64", torch.tensor([[1, 2, 3], [4, 5, 6]]).cumprod(1))
show("cumsum wraps", torch.tensor([2**62, 2**62]).cumsum(0))

# flags ---------------------------------------------------------------------------------------------------------------------
p = torch.tensor([0.0, 1.0, nan, -0.0, inf, 2.0])
q = torch.tensor([0.0, 0.0, 1.0, 5.0, nan, -1.0])
for f in ("logical_and", "logical_or", "logical_xor"):
    show(f, getattr(torch, f)(p, q).int())
for f in ("logical_not", "isnan", "isinf", "isfinite"):
    show(f, getattr(torch, f)(p).int())
for pair in (([1.0, inf], [1.0, inf]), ([1.0], [inf]), ([nan], [nan]), ([1.0], [1.0 + 1e-5]), ([1.0], [1.0 + 2e-5]), ([0.0], [2e-8]), ([inf], [-inf]), ([], [])):
    show(f"allclose {pair}", torch.allclose(torch.tensor(pair[0], dtype=torch.float64), torch.tensor(pair[1], dtype=torch.float64)))
m = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
show("masked_fill by a row", m.masked_fill(torch.tensor([True, False, True]), -1.0))
show("masked_select", m.masked_select(m > 2.5))
show("nonzero", torch.tensor([[0, 3, 0], [4, 0, 5]]).nonzero())
show("nonzero of a scalar", list(torch.tensor(5).nonzero().shape))

# comparison, choice and clamp in every dtype -----------------------------------------------------------------------------------
for dtype in (torch.uint8, torch.int16, torch.int32, torch.int64, torch.float16, torch.bfloat16, torch.float32, torch.float64):
    l = torch.tensor([1, 2, 3, 100, 7], dtype=dtype)
    r = torch.tensor([2, 2, 2, 99, 120], dtype=dtype)
    print(dtype, [getattr(torch, f)(l, r).int().tolist() for f in ("eq", "ne", "le", "ge", "lt", "gt")],
          torch.where(l > r, l, r).tolist(), l.clamp(2, 50).tolist())
