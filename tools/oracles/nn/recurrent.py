"""python3 tools/oracles/nn/recurrent.py: the numbers of LSTM, GRU and RNN, in layers, both ways, and packed."""

import torch
from dump import dump, numbers
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

LENGTHS = torch.tensor([4, 2, 3])


def states(out):
    """The last states as one row after another: h, then c for an LSTM."""
    return torch.cat([s.reshape(-1) for s in (out if isinstance(out, tuple) else (out,))])


def whole(module, x):
    y, last = module(x)
    return torch.cat([y.reshape(-1), states(last)])


def packed(module, x):
    y, last = module(pack_padded_sequence(x, LENGTHS, batch_first=True, enforce_sorted=False))
    y, _ = pad_packed_sequence(y, batch_first=True, total_length=x.shape[1])
    return torch.cat([y.reshape(-1), states(last)])


for name, kind in [("lstm", torch.nn.LSTM), ("gru", torch.nn.GRU), ("elman", torch.nn.RNN)]:
    two = dict(num_layers=2, bidirectional=True, batch_first=True)
    dump(f"{name}_layer", kind(3, 4, batch_first=True), numbers(2, 5, 3), whole)
    dump(f"{name}_stacked", kind(3, 2, **two), numbers(3, 4, 3), whole)
    dump(f"{name}_packed", kind(3, 2, **two), numbers(3, 4, 3), packed)
dump("elman_relu", torch.nn.RNN(3, 4, nonlinearity="relu", bias=False, batch_first=True), numbers(2, 5, 3), whole)
