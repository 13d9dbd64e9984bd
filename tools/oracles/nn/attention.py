"""python3 tools/oracles/nn/attention.py: scaled_dot_product_attention, values and gradients; the input holds q, k and v side by side."""

import torch
from dump import dump, numbers

B, HQ, HK, N, M, D = 2, 4, 2, 3, 5, 4
SIZES = [HQ * N * D, HK * M * D, HK * M * D]


class Sdpa(torch.nn.Module):
    def __init__(self, **options):
        super().__init__()
        self.options = options

    def forward(self, x):
        q, k, v = x.split(SIZES, 1)
        return torch.nn.functional.scaled_dot_product_attention(
            q.reshape(B, HQ, N, D), k.reshape(B, HK, M, D), v.reshape(B, HK, M, D), enable_gqa=True, **self.options)


keep = torch.tensor([[1, 1, 0, 1, 0], [0, 1, 1, 1, 1], [1, 0, 0, 0, 0]]).bool()
added = numbers(B, 1, N, M, seed=5)
x = numbers(B, sum(SIZES))
dump("sdpa_plain", Sdpa(scale=0.7), x)
dump("sdpa_causal", Sdpa(is_causal=True), x)
dump("sdpa_flags", Sdpa(attn_mask=keep), x, hidden=(~keep).to(torch.uint8))
dump("sdpa_added", Sdpa(attn_mask=added), x, mask=added)
