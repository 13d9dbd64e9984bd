"""python3 tools/oracles/nn/transformer.py: MultiheadAttention and the layers of a transformer, without dropout."""

import torch
from dump import dump, numbers

torch.backends.mha.set_fastpath_enabled(False)
HIDDEN = torch.triu(torch.ones(3, 3), 1).bool()
MEMORY = numbers(2, 4, 4, seed=6)
options = dict(dropout=0.0, batch_first=True)

attention = torch.nn.MultiheadAttention(4, 2, **options)
dump("mha_self", attention, numbers(2, 3, 4), lambda m, x: m(x, x, x)[0])
dump("mha_causal", torch.nn.MultiheadAttention(4, 2, bias=False, **options), numbers(2, 3, 4),
     lambda m, x: m(x, x, x, attn_mask=HIDDEN)[0])
dump("mha_cross", torch.nn.MultiheadAttention(4, 2, **options), numbers(2, 3, 4),
     lambda m, x: m(x, MEMORY, MEMORY.flip(1))[0], memory=MEMORY)
for first in (False, True):
    name = "first" if first else "last"
    kind = dict(dim_feedforward=6, norm_first=first, activation="gelu" if first else "relu", **options)
    dump(f"encoder_{name}", torch.nn.TransformerEncoderLayer(4, 2, **kind), numbers(2, 3, 4))
    dump(f"decoder_{name}", torch.nn.TransformerDecoderLayer(4, 2, **kind), numbers(2, 3, 4),
         lambda m, x: m(x, MEMORY, tgt_mask=HIDDEN), memory=MEMORY)


def norm():
    return torch.nn.LayerNorm(4)


kind = dict(dim_feedforward=3, norm_first=True, **options)
dump("encoder_stack", torch.nn.TransformerEncoder(torch.nn.TransformerEncoderLayer(4, 2, **kind), 2, norm(), False),
     numbers(2, 3, 4), lambda m, x: m(x, HIDDEN))
dump("decoder_stack", torch.nn.TransformerDecoder(torch.nn.TransformerDecoderLayer(4, 2, **kind), 2, norm()),
     numbers(2, 3, 4), lambda m, x: m(x, MEMORY, tgt_mask=HIDDEN), memory=MEMORY)
