"""python3 tools/oracles/nn/pth.py: state dicts as torch.save writes them, plain and under a key."""

import torch
from dump import OUT

layer = torch.nn.Linear(2, 3)
with torch.no_grad():
    layer.weight.copy_(torch.arange(6.0).reshape(3, 2))
    layer.bias.copy_(torch.tensor([10.0, 20.0, 30.0]))
state = {"layer1." + k: v for k, v in layer.state_dict().items()}
torch.save(state, OUT / "state.pth")
torch.save({"epoch": 3, "model": state}, OUT / "checkpoint.pth")
