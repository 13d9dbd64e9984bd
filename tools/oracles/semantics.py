"""Prints what PyTorch does in the cases of docs/reference/semantics.md: python3 tools/oracles/semantics.py"""
import math
import torch
from torch import tensor as t

nan, inf = math.nan, math.inf
big, small = 2**63 - 1, -(2**63)


def number(x):
    if isinstance(x, (int, bool)):
        return str(int(x))
    if math.isnan(x):
        return "nan"
    if math.isinf(x):
        return "inf" if x > 0 else "-inf"
    if x == 0 and math.copysign(1, x) < 0:
        return "-0"
    if x == int(x):
        return str(int(x))
    return f"{x:.4f}".rstrip("0")


def case(name, f):
    try:
        y = f()
        y = y if y.dtype in (torch.int64, torch.bool, torch.uint8) else y.double()
        text = " ".join(number(x) for x in y.flatten().tolist()) or "nothing"
    except Exception:
        text = "error"
    print(f"{name}\t{text}")


empty = torch.zeros(2, 0)
case("round", lambda: t([0.5, 1.5, 2.5, -0.5, -2.5]).round())
case("sign", lambda: t([-0.0, nan, -inf]).sign())
case("relu", lambda: t([nan, -0.0]).relu())
case("sqrt log recip", lambda: torch.cat([t([-1.0]).sqrt(), t([0.0, -1.0]).log(), t([0.0, -0.0]).reciprocal()]))
case("gelu", lambda: torch.nn.functional.gelu(t([-inf, inf, nan]), approximate="tanh"))
case("silu", lambda: torch.nn.functional.silu(t([-inf, inf])))
case("powf", lambda: torch.cat([t([-8.0]).pow(1 / 3), t([0.0, nan]).pow(0.0)]))
case("pow", lambda: t([-2.0, 2.0]).pow(t([3.0, -1.0])))
case("maximum", lambda: torch.maximum(t([nan, 1.0]), t([1.0, nan])))
case("max", lambda: t([1.0, nan, 3.0]).max(0).values)
case("argmax", lambda: t([1.0, nan, 3.0]).argmax(0))
case("argmax of ties", lambda: t([1.0, 3.0, 3.0]).argmax(0))
case("eq", lambda: t([nan, 0.0]).eq(t([nan, -0.0])))
case("clamp", lambda: t([nan, 5.0, -5.0]).clamp(-1, 1))
case("clamp, bounds exchanged", lambda: t([5.0, 0.0, -5.0]).clamp(1, -1))
case("sort ascending", lambda: t([2.0, nan, -inf, 1.0]).sort().values)
case("sort descending", lambda: t([2.0, nan, -inf, 1.0]).sort(descending=True).values)
case("argsort of ties", lambda: t([1.0, 0.0, 1.0, 0.0]).argsort(stable=True))
case("sum of nothing", lambda: empty.sum(1))
case("mean of nothing", lambda: empty.mean(1))
case("max of nothing", lambda: empty.max(1).values)
case("var of one", lambda: t([3.0]).var(0))
case("logsumexp of -inf", lambda: t([-inf, -inf]).logsumexp(0))
case("softmax of -inf", lambda: t([-inf, -inf]).softmax(-1))
case("matmul over nothing", lambda: empty @ torch.zeros(0, 2))
case("cat with nothing", lambda: torch.cat([empty, torch.ones(2, 1)], 1))
case("narrow to nothing", lambda: t([1.0, 2.0]).narrow(0, 2, 0))
case("range beyond the end", lambda: t([1.0, 2.0])[0:5])
case("range from beyond the end", lambda: t([1.0, 2.0])[5:])
case("arange downwards", lambda: torch.arange(5.0, 0.0, -2.0))
case("arange of nothing", lambda: torch.arange(3.0, 1.0))
case("u8 add", lambda: t([200], dtype=torch.uint8) + t([100], dtype=torch.uint8))
case("u8 sum", lambda: t([200, 100], dtype=torch.uint8).sum(0))
case("i64 add", lambda: t([big]) + t([1]))
case("i64 add 2^53 + 1", lambda: t([1]) + (2**53 + 1))
case("i64 neg abs", lambda: torch.cat([t([small]).neg(), t([small]).abs()]))
case("i64 div", lambda: t([7, -7]) / t([2, 2]))
case("i64 div by 0", lambda: t([7]).div(t([0]), rounding_mode="trunc"))
case("i64 mean", lambda: t([1, 2]).mean(0))
case("i64 times 0.5", lambda: t([3]) * 0.5)
case("f32 to u8", lambda: t([-1.5, 300.0, nan, 2.9]).to(torch.uint8))
case("f32 to i64", lambda: t([inf, -inf, -2.9]).to(torch.int64))
case("i64 to u8", lambda: t([300, -1]).to(torch.uint8))
case("i64 to bf16", lambda: t([(257 << 40) + 1]).to(torch.bfloat16))
case("f32 to f16", lambda: t([70000.0, 65519.0, 1e-8, 0.1]).half())
case("f32 to bf16", lambda: t([1.00390625, 1.01171875, 3.4e38]).bfloat16())
case("f32 to f8e4m3", lambda: t([500.0, -500.0, 0.0019]).to(torch.float8_e4m3fn))
case("f16 sum of 4096 ones", lambda: torch.ones(4096).half().sum(0))
case("bf16 add", lambda: t([256.0]).bfloat16() + t([1.0]).bfloat16())
case("bf16 matmul", lambda: torch.ones(1, 300).bfloat16() @ torch.ones(300, 1).bfloat16())
case("interpolate 3 to 5", lambda: torch.nn.functional.interpolate(t([[[0.0, 1.0, 2.0]]]), size=5))
case("max pool of nan", lambda: torch.nn.functional.max_pool2d(t([[[[nan, 1.0], [2.0, 3.0]]]]), 2))
case("index out of range", lambda: t([1.0, 2.0]).index_select(0, t([2])))
case("index u32::MAX", lambda: t([1.0, 2.0]).index_select(0, t([2**32 - 1])))
case("scatter, one place twice", lambda: t([9.0, 9.0]).scatter(0, t([0, 0]), t([1.0, 2.0])))
case("chunk 5 in 3", lambda: t([0.0, 1.0, 2.0, 3.0, 4.0]).chunk(3)[2])
case("cumsum of i64", lambda: t([1, 2, 3]).cumsum(0))
