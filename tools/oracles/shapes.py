"""The numbers that the tests of creation, movement, einsum and casts hold, from PyTorch: python3 tools/oracles/shapes.py"""

import torch
import torch.nn.functional as F


def show(name, t):
    flat = [] if t.numel() == 0 else t.flatten().tolist()
    print(f"{name}: {list(t.shape)} {flat}")


def numbers(*shape, step=1.0, start=0.0):
    n = 1
    for size in shape:
        n *= size
    return (torch.arange(n, dtype=torch.float64) * step + start).reshape(shape)


print("# einsum")
a, b, c = numbers(2, 3, start=1), numbers(3, 4, start=-5), numbers(4, 2, step=0.5)
t = numbers(2, 3, 3, start=-4)
for equation, operands in [
    ("ij,jk->ik", (a, b)),
    ("ij,jk", (a, b)),
    ("ba,cb", (a, numbers(4, 2))),
    ("ij,jk,kl->il", (a, b, c)),
    ("ij,jk,kl->lj", (a, b, c)),
    ("ij->ji", (a,)),
    ("ij->", (a,)),
    ("ij->j", (a,)),
    ("bii->bi", (t,)),
    ("bii->b", (t,)),
    ("bii", (t,)),
    ("i,j->ij", (a[0], b[0])),
    ("i,i", (a[0], a[1])),
    ("ij,ij->", (a, a)),
    ("bij,bjk->bik", (t, numbers(2, 3, 2))),
    ("...ij,...jk->...ik", (t, numbers(3, 2))),
    ("i...,i...->...", (t, t)),
    ("...->...", (a,)),
    ("b...i,i", (t, a[0])),
    ("ij,kj->ik", (a[:, :1], numbers(2, 3))),
    ("Ab,Ba", (numbers(2, 2), numbers(2, 2, start=1))),
    ("ij,jk->k", (a, b)),
    ("...ij->...j", (t,)),
    ("...ij->j", (t,)),
]:
    show(f"{equation} of {[list(x.shape) for x in operands]}", torch.einsum(equation, *operands))

print("# padding, last dimension of [[[1, 2, 3, 4]], ...], left 2 and right 3")
x = numbers(1, 2, 4, start=1)
for mode in ("reflect", "replicate"):
    show(mode, F.pad(x, (2, 3), mode=mode))

print("# flip, roll, repeat_interleave, movedim")
x = numbers(2, 3, 2)
show("flip 0 2", x.flip(0, 2))
show("flip 1", x.flip(1))
for shift, dim in ((1, 1), (-1, 1), (5, 1), (-7, 0), (1, 2)):
    show(f"roll {shift} {dim}", x.roll(shift, dim))
show("repeat_interleave 2, 1", x.repeat_interleave(2, 1))
show("movedim 0 2", x.movedim(0, 2))
show("movedim -1 0", x.movedim(-1, 0))

print("# unfold")
x = numbers(7)
for size, step in ((2, 1), (2, 2), (3, 2), (7, 1), (1, 3)):
    show(f"{size} {step}", x.unfold(0, size, step))
x = numbers(2, 4, 2)
show("dim 1, 3 1", x.unfold(1, 3, 1))
x = numbers(2, 4, 2).requires_grad_()
(x.unfold(1, 3, 1) * numbers(2, 2, 2, 3)).sum().backward()
show("gradient of dim 1, 3 1 with weights 0, 1, ..", x.grad)

print("# pixel shuffle")
show("shuffle 2 of [1, 8, 1, 2]", F.pixel_shuffle(numbers(1, 8, 1, 2), 2))
show("unshuffle 2 of [1, 2, 2, 4]", F.pixel_unshuffle(numbers(1, 2, 2, 4), 2))

print("# diagonals and triangles")
v, m = numbers(2, start=1), numbers(3, 4)
for k in (-4, -1, 0, 1, 3, 4):
    show(f"diag {k} of [2]", torch.diag(v, k)) if abs(k) < 2 else None
    show(f"diag {k} of [3, 4]", torch.diagonal(m, k) if abs(k) > 3 else torch.diag(m, k))
    show(f"tril {k}", m.tril(k))
    show(f"triu {k}", m.triu(k))
show("diagonal 1, 0, 2 of [2, 2, 3]", torch.diagonal(numbers(2, 2, 3), 1, 0, 2))
show("outer", torch.outer(numbers(2, start=1), numbers(3, start=2)))

print("# arange and linspace")
for start, end, step in ((0, 1, 0.1), (1, 0, -0.25), (0, 1.0000001, 0.25), (5, 1, 1.0), (-1, 1, 0.3)):
    if (end - start) / step >= 0:
        t = torch.arange(start, end, step, dtype=torch.float64)
        show(f"{start} {end} {step}", t)
        print(len(torch.arange(start, end, step, dtype=torch.float32)))
print(torch.arange(0, 100000, 0.1, dtype=torch.float32)[-1].item())
show("linspace 0 1 5", torch.linspace(0, 1, 5, dtype=torch.float64))
show("linspace -2 3 4", torch.linspace(-2, 3, 4, dtype=torch.float32))
show("linspace 3 -2 1", torch.linspace(3, -2, 1, dtype=torch.float32))
show("linspace 1 0 3 bf16", torch.linspace(1, 0, 3, dtype=torch.bfloat16))

print("# rounding: Candle and this library round halves away from zero, PyTorch to even")
x = torch.tensor([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5], dtype=torch.float64)
show("round", x.round())
show("away from zero", x.abs().add(0.5).floor() * x.sign())
show("round 1.2345 -1.2367 to 2", torch.round(torch.tensor([1.2345, -1.2367], dtype=torch.float64), decimals=2))

print("# casts")
names = {
    "u8": torch.uint8, "u32": torch.uint32, "i16": torch.int16, "i32": torch.int32, "i64": torch.int64,
    "bf16": torch.bfloat16, "f16": torch.float16, "f32": torch.float32, "f64": torch.float64, "f8e4m3": torch.float8_e4m3fn,
}
# Within the range of every dtype, where Rust and C++ agree.
inside = torch.tensor([0, 1, 2, 3.75, 7.5, 15.5, 26.5, 120], dtype=torch.float64)
for source, s in names.items():
    for target, d in names.items():
        print(source, target, inside.to(torch.float32).to(s).to(d).to(torch.float64).tolist())
# Integers wrap around.
wide = torch.tensor([-1, 255, 256, 300, 32768, 65537, 2**31, 2**32 + 5, -(2**40) + 3], dtype=torch.int64)
for target in ("u8", "i16", "i32", "u32", "f32", "f16", "bf16"):
    print("i64", target, wide.to(names[target]).to(torch.float64).tolist())

print("# small floats: halfway cases, subnormals, overflow; from F32")
small = [1 + 2**-11, 1 + 3 * 2**-11, 2**-24, 2**-25, 1.5 * 2**-25, 3 * 2**-25, 65519.0, 65520.0, 2**-14 - 2**-25, 1 + 2**-8,
         1 + 3 * 2**-8, 3.3895e38, 3.4e38, 1e-40, -0.0]
show("f16", torch.tensor(small, dtype=torch.float32).to(torch.float16).double())
show("bf16", torch.tensor(small, dtype=torch.float32).to(torch.bfloat16).double())
f8 = [0.3, 17.0, 19.0, 448.0, 2**-9, 2**-10, 1.5 * 2**-10, 3 * 2**-10, -0.0]
show("f8e4m3", torch.tensor(f8, dtype=torch.float32).to(torch.float8_e4m3fn).double())

print("# arithmetic of halves: computed in F32, rounded once")
for name in ("f16", "bf16"):
    p = torch.tensor([0.1, 1000.0, 3.3, -7.77, 65000.0], dtype=torch.float32).to(names[name])
    q = torch.tensor([0.2, 0.3, -3.3, 0.013, 65000.0], dtype=torch.float32).to(names[name])
    for op in ("add", "sub", "mul", "div"):
        show(f"{name} {op}", getattr(torch, op)(p, q).double())
