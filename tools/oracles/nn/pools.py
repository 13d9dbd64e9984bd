"""python3 tools/oracles/nn/pools.py: the numbers of pools and of layers that move elements."""

from torch import nn
from dump import dump, numbers

dump("max_pool2d", nn.MaxPool2d(3, stride=2, padding=1), numbers(2, 2, 5, 4))
dump("avg_pool2d", nn.AvgPool2d(2), numbers(2, 2, 4, 6))
dump("max_pool1d", nn.MaxPool1d(2), numbers(2, 2, 6))
dump("avg_pool1d", nn.AvgPool1d(3, stride=2, padding=1), numbers(2, 2, 7))
dump("adaptive_avg_pool2d", nn.AdaptiveAvgPool2d((3, 4)), numbers(2, 2, 5, 7))
dump("adaptive_avg_pool2d_larger", nn.AdaptiveAvgPool2d((5, 2)), numbers(1, 2, 3, 4))
dump("adaptive_avg_pool2d_one", nn.AdaptiveAvgPool2d(1), numbers(2, 2, 3, 4))
dump("replication_pad2d", nn.ReplicationPad2d(3), numbers(1, 2, 2, 3))
dump("pixel_shuffle", nn.PixelShuffle(2), numbers(2, 8, 2, 3))
dump("pixel_unshuffle", nn.PixelUnshuffle(2), numbers(2, 2, 4, 6))
