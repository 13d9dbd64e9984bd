"""python3 tools/oracles/nn/linear.py: the numbers of Linear."""

import torch
from dump import dump, numbers

dump("linear", torch.nn.Linear(3, 5), numbers(2, 4, 3))
dump("linear_no_bias", torch.nn.Linear(3, 5, bias=False), numbers(4, 3))
