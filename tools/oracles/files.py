"""Small files made by Python's own libraries, for the tests of candle-core: safetensors.

    pip install torch safetensors numpy
    python3 tools/oracles/files.py candle-core/src/test/resources/files

With --check DIR it reads what SafetensorsTest has written there and compares.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

TYPES = {
    "bool": torch.bool,
    "u8": torch.uint8,
    "i8": torch.int8,
    "f8_e5m2": torch.float8_e5m2,
    "f8_e4m3": torch.float8_e4m3fn,
    "i16": torch.int16,
    "u16": torch.uint16,
    "f16": torch.float16,
    "bf16": torch.bfloat16,
    "i32": torch.int32,
    "u32": torch.uint32,
    "f32": torch.float32,
    "f64": torch.float64,
    "i64": torch.int64,
    "u64": torch.uint64,
}
SIGNED = [0, 1, -1, 2, -3, 100]
UNSIGNED = [0, 1, 2, 3, 100, 127]
BOOLS = [0, 1, 0, 1, 1, 0]
FLOATS = [0.0, 1.0, -1.5, 2.0, -0.25, 96.0]


def numbers(name):
    if name == "bool":
        return BOOLS
    if "f" in name:
        return FLOATS
    return UNSIGNED if name.startswith("u") else SIGNED


def tensors():
    result = {}
    for name, dtype in TYPES.items():
        result[name] = torch.tensor(numbers(name)).to(dtype).reshape(2, 3)
    result["scalar"] = torch.tensor(2.5)
    result["empty"] = torch.zeros(0, 3)
    return result


def write(folder):
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors(), folder / "all.safetensors", metadata={"made by": "safetensors", "ä": "ö"})
    save_file({"a": torch.arange(4.0)}, folder / "model-1.safetensors")
    save_file({"b": torch.arange(6.0).reshape(2, 3)}, folder / "model-2.safetensors")
    index = {
        "metadata": {"total_size": 40},
        "weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors"},
    }
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))


def check(folder):
    """Files written by candle4j hold what these hold, in the dtypes that it has."""
    expected = tensors()
    found = load_file(folder / "ours.safetensors")
    kept = {k for k in expected if k not in ("bool", "i8", "u16", "u64", "f8_e5m2")}
    assert set(found) == kept, set(found) ^ kept
    for name in kept:
        x, y = found[name], expected[name]
        assert x.dtype == y.dtype and x.shape == y.shape, name
        assert torch.equal(x.to(torch.float64), y.to(torch.float64)), name
    with safe_open(folder / "ours.safetensors", "pt") as f:
        assert f.metadata() == {"key": "value"}, f.metadata()
    print("read by safetensors:", len(kept), "tensors")


if __name__ == "__main__":
    if sys.argv[1] == "--check":
        check(Path(sys.argv[2]))
    else:
        write(Path(sys.argv[1]))
