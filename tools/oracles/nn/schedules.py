"""python3 tools/oracles/nn/schedules.py: 120 learning rates of each scheduler of PyTorch, for a base rate of 1."""

import sys

import torch
from dump import OUT
from safetensors.torch import save_file
from torch.optim import SGD
from torch.optim import lr_scheduler as s

STEPS = 120
tensors = {}


def run(name, make, momentum=0.0, metrics=None):
    optimizer = SGD([torch.zeros(1)], lr=1.0, momentum=momentum)
    scheduler = make(optimizer)
    rates, momenta = [], []
    for i in range(STEPS):
        rates.append(optimizer.param_groups[0]["lr"])
        momenta.append(optimizer.param_groups[0]["momentum"])
        optimizer.step()
        if metrics is not None:
            scheduler.step(metrics[i].item())
        elif i < STEPS - 1:
            scheduler.step()
    tensors[name] = torch.tensor(rates, dtype=torch.float64)
    if momentum:
        tensors[name + ".momentum"] = torch.tensor(momenta, dtype=torch.float64)


run("step", lambda o: s.StepLR(o, 7, 0.6))
run("multi_step", lambda o: s.MultiStepLR(o, [3, 17, 17, 60], 0.3))
run("exponential", lambda o: s.ExponentialLR(o, 0.97))
run("restarts", lambda o: s.CosineAnnealingWarmRestarts(o, 10, 1, 0.05))
run("restarts_longer", lambda o: s.CosineAnnealingWarmRestarts(o, 7, 3, 0.0))
run("linear", lambda o: s.LinearLR(o, 0.2, 0.9, 30))
run("polynomial", lambda o: s.PolynomialLR(o, 50, 2.5))
# PyTorch's cosine rises again after its steps; here it has just enough of them.
run("cosine", lambda o: s.CosineAnnealingLR(o, STEPS, 0.1))
run("warmup", lambda o: s.SequentialLR(o, [s.LinearLR(o, 0.1, 1.0, 9), s.CosineAnnealingLR(o, 110)], [10]))
run("one_cycle", lambda o: s.OneCycleLR(o, 1.0, total_steps=STEPS), momentum=0.9)
run("one_cycle_all", lambda o: s.OneCycleLR(
    o, 1.0, total_steps=STEPS, pct_start=0.22, anneal_strategy="linear", base_momentum=0.7, max_momentum=0.9,
    div_factor=10, final_div_factor=50, three_phase=True), momentum=0.9)

metric = 1 + torch.exp(-torch.arange(STEPS, dtype=torch.float64) / 20) + 0.01 * torch.sin(torch.arange(STEPS) * 1.7)
tensors["metric"] = metric
run("plateau", lambda o: s.ReduceLROnPlateau(o, factor=0.5, patience=3), metrics=metric)
run("plateau_all", lambda o: s.ReduceLROnPlateau(
    o, mode="max", factor=0.4, patience=1, threshold=0.02, threshold_mode="abs", cooldown=3, min_lr=0.01, eps=0.005), metrics=-metric)

save_file({k: v.contiguous() for k, v in sorted(tensors.items())}, OUT / "schedules.safetensors")
print(f"schedules: {len(tensors)} tensors, torch {torch.__version__}", file=sys.stderr)
