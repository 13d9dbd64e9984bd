"""Small files made by Python's own libraries, for the tests of candle-core: safetensors, npy and npz, PyTorch.

    pip install torch safetensors numpy ml_dtypes
    python3 tools/oracles/files.py candle-core/src/test/resources/files

With --check DIR it reads what SafetensorsTest and NpyTest have written there and compares.
"""

import io
import json
import os
import sys
import warnings
import zipfile
from collections import OrderedDict, defaultdict
from pathlib import Path

import ml_dtypes
import numpy as np
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


def arrays():
    """What numpy has of the types, in the order of the names."""
    result = {}
    for name, x in tensors().items():
        if name not in ("bf16", "f8_e4m3", "f8_e5m2"):
            result[name] = x.numpy()
    return result


def write_npy(folder):
    np.save(folder / "test.npy", np.arange(10))  # as Candle's tests/npy.py
    np.savez(folder / "test.npz", x=np.arange(10), x_plus_one=np.arange(10) + 1)
    np.savez(folder / "all.npz", **arrays())
    np.savez_compressed(folder / "compressed.npz", **arrays())
    np.savez_compressed(folder / "zeros.npz", x=np.zeros((100, 1000), np.float32))
    big = {k: x for k, x in arrays().items() if k in ("i16", "u16", "i32", "f64")}
    others = {k: x.astype(x.dtype.newbyteorder(">")) for k, x in big.items()}
    others["fortran"] = np.asfortranarray(np.arange(24, dtype=np.float32).reshape(2, 3, 4))
    others["vector"] = np.arange(3, dtype=np.float32)
    np.savez(folder / "others.npz", **others)
    limit, zipfile.ZIP64_LIMIT = zipfile.ZIP64_LIMIT, 10  # As if the archive were larger than 4 GB.
    np.savez(folder / "zip64.npz", x=np.arange(3, dtype=np.int16), y=np.arange(2, dtype=np.int16))
    zipfile.ZIP64_LIMIT = limit
    for version in 2, 3:
        with open(folder / f"version{version}.npy", "wb") as f, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            np.lib.format.write_array(f, np.arange(3, dtype=np.int16), version=(version, 0))
    refused = {
        "object": np.array([print, None]),
        "complex": np.zeros(2, np.complex64),
        "text": np.array(["a"]),
        "bytes": np.array([b"a"]),
        "structured": np.zeros(2, np.dtype([("a", np.int8), ("b", np.float32)])),
        "time": np.zeros(2, "M8[ns]"),
        "bf16": np.zeros(2, ml_dtypes.bfloat16),
        "f8_e4m3": np.zeros(2, ml_dtypes.float8_e4m3fn),
        "fine": np.ones(2, np.float32),
    }
    np.savez(folder / "refused.npz", **refused)
    with zipfile.ZipFile(folder / "refused.npz", "a") as archive:
        archive.writestr(zipfile.ZipInfo("notes.txt"), "no array")


def checkpoint():
    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Linear(2, 3), torch.nn.BatchNorm1d(3))
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.5)
    for p in model.parameters():
        torch.nn.init.constant_(p, 1.0)
        p.grad = torch.full_like(p, 2.0)
    optimizer.step()  # exp_avg = 0.1 * 2, exp_avg_sq = 0.001 * 4
    return {
        "model": model.state_dict(),
        "optimizer": optimizer.state_dict(),
        "epoch": 3,
        "loss": np.float64(0.25),
        "tags": {"a", "b"},
        "more": [torch.ones(1), (None, torch.zeros(2))],
        "counts": defaultdict(int, x=1),
        "shape": torch.Size([2, 3]),
        "device": torch.device("cpu"),
        "dtype": torch.float32,
        "bytes": b"abc",
        "large": 2**100,
        "negative": -5,
    }


def views():
    x = torch.arange(24.0).reshape(2, 3, 4)
    cycle = torch.arange(5, dtype=torch.int8)
    return {
        "x": x,
        "t": x.transpose(0, 2),
        "part": x[1:, ::2, 1:3],
        "wide": torch.ones(1, 3).expand(4, 3),
        "diagonal": x[0].diagonal(),
        "small": cycle[3:],
        "small_too": cycle[::2],
        "empty": x[:, 3:],
    }


class Evil:
    def __reduce__(self):
        return os.system, ("echo code was run",)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(2, 2)
        self.more = torch.nn.Sequential(torch.nn.Linear(2, 1, bias=False))
        self.register_buffer("steps", torch.arange(3))
        for p in self.parameters():
            torch.nn.init.constant_(p, 0.5)

    def forward(self, x):
        return self.more(self.layer(x))


def big_endian(path, target):
    """The archive as a big-endian machine would write it; all storages have elements of four bytes."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("byteorder"):
                content = b"big"
            elif "/data/" in name:
                content = np.frombuffer(content, "<u4").astype(">u4").tobytes()
            new.writestr(zipfile.ZipInfo(name), content)


def without_code(path, target):
    """A TorchScript archive without its program, which nothing here reads."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if "/code/" not in name:
                new.writestr(zipfile.ZipInfo(name), old.read(name))
    path.unlink()


def write_torch(folder):
    o = OrderedDict(test=torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]]))  # as Candle's tests/pth.py
    torch.save(o, folder / "test.pt")
    torch.save({"model_state_dict": o}, folder / "test_with_key.pt")
    fortran = torch.from_numpy(np.asfortranarray(np.arange(1, 25).reshape(2, 3, 4)))
    torch.save({"tensor_fortran": fortran}, folder / "fortran_tensor_3d.pth")
    torch.save(tensors(), folder / "all.pt")
    for protocol in 4, 5:
        torch.save(checkpoint()["more"] + [checkpoint()["loss"]], folder / f"protocol{protocol}.pt", pickle_protocol=protocol)
    torch.save(tensors(), folder / "legacy.pt", _use_new_zipfile_serialization=False)
    torch.save(checkpoint(), folder / "checkpoint.pt")
    torch.save(views(), folder / "views.pt")
    torch.save(views(), folder / "legacy_views.pt", _use_new_zipfile_serialization=False)
    torch.save(torch.arange(3), folder / "alone.pt")
    parameter = torch.nn.Parameter(torch.ones(2))
    with_state = torch.nn.Parameter(torch.ones(2))
    with_state.note = "hello"
    torch.save({"p": parameter, "s": with_state, "b": torch.nn.Buffer(torch.ones(2))}, folder / "parameters.pt")
    refused = {"c": torch.ones(2, dtype=torch.complex64), "n": torch._neg_view(torch.ones(2)), "f": torch.ones(2)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        refused["q"] = torch.quantize_per_tensor(torch.ones(2), 0.1, 0, torch.qint8)
    torch.save(refused, folder / "refused.pt")
    torch.save({"x": torch.ones(2), "y": Evil()}, folder / "evil.pt")
    torch.save({"y": Evil()}, folder / "evil_legacy.pt", _use_new_zipfile_serialization=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.script(Model()), folder / "code.pt")
    without_code(folder / "code.pt", folder / "script.pt")
    four = {"f": torch.arange(3.0), "i": torch.tensor([1, -2], dtype=torch.int32)}
    torch.save(four, folder / "four.pt")
    big_endian(folder / "four.pt", folder / "big_endian.pt")
    (folder / "four.pt").unlink()


def check_npy(folder):
    """npy and npz files written by candle4j are those of numpy, byte for byte."""
    kept = {k: x for k, x in arrays().items() if k not in ("bool", "i8", "u16", "u64")}
    with zipfile.ZipFile(folder / "ours.npz") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [k + ".npy" for k in kept]
        for name, x in kept.items():
            wanted = io.BytesIO()
            np.save(wanted, x)
            assert archive.read(name + ".npy") == wanted.getvalue(), name
    found = np.load(folder / "ours.npz")
    for name, x in kept.items():
        assert found[name].dtype == x.dtype and np.array_equal(found[name], x), name
    assert np.array_equal(np.load(folder / "ours.npy"), np.arange(12, dtype=np.float32).reshape(3, 4).T)
    print("read by numpy:", len(kept) + 1, "arrays")


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
        check_npy(Path(sys.argv[2]))
    else:
        write(Path(sys.argv[1]))
        write_npy(Path(sys.argv[1]))
        write_torch(Path(sys.argv[1]))
