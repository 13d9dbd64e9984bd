"""Does what FilesBenchmark asks for on its standard input, once for each line, and answers with seconds.

    pip install torch safetensors numpy
"""

import os
import sys
import time

import safetensors.numpy
import safetensors.torch
import torch

path, target = sys.argv[1], sys.argv[2]
saved = safetensors.torch.load_file(path)
saved = {name: x.clone() for name, x in saved.items()}


def load_numpy():
    return safetensors.numpy.load_file(path)


def load_torch():
    return {name: x.clone() for name, x in safetensors.torch.load_file(path).items()}


def open_torch():
    return safetensors.torch.load_file(path)


def save():
    safetensors.torch.save_file(saved, target)


def save_force():
    safetensors.torch.save_file(saved, target)
    with open(target, "rb+") as f:
        os.fsync(f.fileno())


TASKS = {f.__name__: f for f in (load_numpy, load_torch, open_torch, save, save_force)}
torch.set_num_threads(int(os.environ.get("CANDLE_NUM_THREADS", os.cpu_count())))
print("safetensors", safetensors.__version__, "torch", torch.__version__, flush=True)
for line in sys.stdin:
    task = TASKS[line.strip()]
    start = time.perf_counter()
    result = task()
    seconds = time.perf_counter() - start
    del result
    print(seconds, flush=True)
