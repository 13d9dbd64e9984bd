"""python3 tools/oracles/nn/convolutions.py: the numbers of convolution layers."""

from torch import nn
from dump import dump, numbers

dump("conv1d", nn.Conv1d(4, 6, 3, padding=2, stride=2, dilation=2, groups=2), numbers(3, 4, 11))
dump("conv1d_no_bias", nn.Conv1d(2, 3, 2, bias=False), numbers(2, 2, 5))
dump("conv2d", nn.Conv2d(4, 6, 3, padding=1, stride=2, dilation=1, groups=2), numbers(2, 4, 7, 5))
dump("conv2d_no_bias", nn.Conv2d(1, 2, 2, dilation=2, bias=False), numbers(2, 1, 5, 4))
dump(
    "conv_transpose1d",
    nn.ConvTranspose1d(4, 6, 3, padding=1, output_padding=1, stride=3, dilation=2, groups=2),
    numbers(3, 4, 5),
)
dump("conv_transpose1d_no_bias", nn.ConvTranspose1d(2, 3, 2, bias=False), numbers(2, 2, 4))
dump(
    "conv_transpose2d",
    nn.ConvTranspose2d(4, 6, 3, padding=1, output_padding=1, stride=2, dilation=1, groups=2),
    numbers(2, 4, 3, 4),
)
dump("conv_transpose2d_no_bias", nn.ConvTranspose2d(2, 1, 2, dilation=2, bias=False), numbers(2, 2, 3, 2))
