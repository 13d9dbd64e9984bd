"""Convolutions, pools and resizings of PyTorch, for the expected values of WindowValuesTest. Inputs are sin(i), i = 0, 1, ..."""
import torch
import torch.nn.functional as F


def wave(*dims, scale=1.0):
    n = torch.Size(dims).numel()
    return (torch.arange(n, dtype=torch.float64) * scale).sin().reshape(dims)


def show(name, y):
    print(name, list(y.shape))
    print(" ".join(f"{v:.6f}" for v in y.flatten().tolist()))


x, w = wave(1, 2, 4, 5), wave(2, 2, 3, 2, scale=0.7)
show("asymmetric", F.conv2d(F.pad(x, (2, 1, 0, 3)), w, stride=(2, 1)))
show("same", F.conv2d(x, wave(1, 2, 2, 4), padding="same"))
show("same1d", F.conv1d(wave(1, 1, 6), wave(1, 1, 4, scale=0.5), padding="same", dilation=2))
show("dilated", F.conv2d(wave(1, 4, 5, 5), wave(4, 2, 2, 2, scale=0.3), padding=1, stride=2, dilation=(2, 1), groups=2))
show("depthwise", F.conv2d(wave(1, 2, 3, 4), wave(4, 1, 3, 3, scale=0.3), padding=1, groups=2))
show("transposed", F.conv_transpose2d(wave(1, 4, 2, 3), wave(4, 1, 3, 2, scale=0.3), stride=(3, 2), padding=(1, 0),
                                      output_padding=(2, 1), dilation=(1, 2), groups=2))
show("transposed1d", F.conv_transpose1d(wave(1, 2, 3), wave(2, 2, 3, scale=0.3), stride=2, padding=1, output_padding=1))

p = wave(1, 1, 5, 6)
show("avg", F.avg_pool2d(p, (3, 2), (2, 2), (1, 1), ceil_mode=True))
show("avgExcluded", F.avg_pool2d(p, (3, 2), (2, 2), (1, 1), ceil_mode=True, count_include_pad=False))
show("avg1d", F.avg_pool1d(wave(1, 1, 6), 3, 2, 1, ceil_mode=True, count_include_pad=True))
show("max", F.max_pool2d(p, 3, 2, 1, dilation=(1, 2), ceil_mode=True))
show("max1d", F.max_pool1d(wave(1, 1, 7), 2, 3, 1, ceil_mode=True))
values, indices = F.max_pool2d(p, 2, 2, ceil_mode=True, return_indices=True)
show("indices", indices.double())
small = F.max_pool2d(torch.ones(1, 1, 1, 2), 2, 2, ceil_mode=True)
show("ceilLargerThanInput", small)

t = torch.tensor([[[[1.0, 2, 3, 3], [2, 2, float("nan"), 0]]]], requires_grad=True)
y = F.max_pool2d(t, 2)
show("nan", y)
y.nan_to_num(0).sum().backward()
t = torch.tensor([[[[1.0, 2, 3, 3], [2, 2, 3, 0]]]], requires_grad=True)
F.max_pool2d(t, 2).sum().backward()
show("ties", t.grad)

u = wave(1, 1, 3, 4)
for h, w in ((5, 7), (2, 3), (7, 3)):
    show(f"nearest {h} {w}", F.interpolate(u, size=(h, w), mode="nearest"))
    show(f"bilinear {h} {w}", F.interpolate(u, size=(h, w), mode="bilinear"))
    show(f"aligned {h} {w}", F.interpolate(u, size=(h, w), mode="bilinear", align_corners=True))
for scale in ((1.7, 2.3), (0.7, 0.6)):
    show(f"scaled {scale}", F.interpolate(u, scale_factor=scale, mode="bilinear"))
    show(f"scaledAligned {scale}", F.interpolate(u, scale_factor=scale, mode="bilinear", align_corners=True))
u.requires_grad_()
weights = wave(1, 1, 2, 7, scale=0.3)
F.interpolate(u, size=(2, 7), mode="bilinear").mul(weights).sum().backward()
show("bilinearGradient", u.grad)
u.grad = None
F.interpolate(u, size=(2, 7), mode="nearest").mul(weights).sum().backward()
show("nearestGradient", u.grad)
