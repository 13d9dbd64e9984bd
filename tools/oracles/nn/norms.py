"""python3 tools/oracles/nn/norms.py: the numbers of normalisation layers."""

import torch
from torch import nn
from dump import dump, numbers


def with_statistics(module):
    """Running statistics that are not those of a new module."""
    with torch.no_grad():
        module.running_mean.copy_(torch.linspace(-1, 1, module.num_features))
        module.running_var.copy_(torch.linspace(0.5, 2, module.num_features))
    return module


class NoBias(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, x):
        return nn.functional.layer_norm(x, self.weight.shape, self.weight, None, 1e-3)


dump("layer_norm", nn.LayerNorm(6, eps=1e-3), numbers(2, 3, 6) * 2 + 5)
dump("layer_norm_no_bias", NoBias(5), numbers(4, 5))
dump("rms_norm", nn.RMSNorm(6, eps=1e-3), numbers(2, 3, 6))
dump("group_norm", nn.GroupNorm(2, 6, eps=1e-3), numbers(2, 6, 3, 2) + 3)
dump("instance_norm", nn.InstanceNorm2d(3, eps=1e-3, affine=True), numbers(2, 3, 3, 2))
dump("instance_norm_plain", nn.InstanceNorm1d(3), numbers(2, 3, 4))
dump("batch_norm", with_statistics(nn.BatchNorm2d(3, eps=1e-3, momentum=0.3)), numbers(2, 3, 3, 2) + 2)
dump("batch_norm_plain", with_statistics(nn.BatchNorm1d(4, affine=False)), numbers(5, 4))
dump("batch_norm_eval", with_statistics(nn.BatchNorm2d(3, eps=1e-3)).eval(), numbers(2, 3, 3, 2))
