package io.github.candle4j.core.file;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The classes and functions that a pickle may name. The list is closed: no code is ever run for any of them, and a pickle
/// that names another one is refused, as PyTorch refuses it by default.
enum PickleClass {
  /// `_rebuild_tensor(storage, offset, size, stride)`, and `_v2` and quantized tensors, which have more arguments.
  TENSOR,
  /// `_rebuild_tensor_v3`, whose seventh argument is the type of the elements.
  TYPED_TENSOR,
  /// Functions whose first argument is the tensor, and `torch.Size`.
  FIRST_ARGUMENT,
  /// `_rebuild_from_type_v2(function, type, arguments, state)`.
  FROM_TYPE,
  /// Dicts that are made of nothing or of pairs.
  DICT,
  /// `defaultdict(factory)`.
  EMPTY_DICT,
  /// A module of TorchScript: its attributes.
  SCRIPT_MODULE,
  /// The class of a storage.
  STORAGE,
  /// The type of elements.
  DTYPE,
  /// What holds no tensors.
  INERT;

  private static final Map<String, PickleClass> KNOWN =
      Map.ofEntries(
          Map.entry("torch._utils._rebuild_tensor", TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v2", TENSOR),
          Map.entry("torch._utils._rebuild_tensor_v3", TYPED_TENSOR),
          Map.entry("torch._utils._rebuild_qtensor", TENSOR),
          Map.entry("torch._utils._rebuild_parameter", FIRST_ARGUMENT),
          Map.entry("torch._utils._rebuild_parameter_with_state", FIRST_ARGUMENT),
          Map.entry("torch.Size", FIRST_ARGUMENT),
          Map.entry("torch._tensor._rebuild_from_type_v2", FROM_TYPE),
          Map.entry("collections.OrderedDict", DICT),
          Map.entry("collections.Counter", DICT),
          Map.entry("__builtin__.dict", DICT),
          Map.entry("builtins.dict", DICT),
          Map.entry("collections.defaultdict", EMPTY_DICT));

  private static final Set<String> WITHOUT_TENSORS =
      Set.of(
          "torch.Tensor",
          "torch.nn.parameter.Parameter",
          "torch.nn.Parameter",
          "torch.nn.parameter.Buffer",
          "torch.device",
          "torch.strided",
          "torch.per_tensor_affine",
          "torch.per_channel_affine",
          "_codecs.encode",
          "numpy.dtype",
          "numpy.core.multiarray.scalar",
          "numpy._core.multiarray.scalar");

  private static final Set<String> BUILT_IN =
      Set.of(
          "bool",
          "bytearray",
          "bytes",
          "complex",
          "float",
          "frozenset",
          "int",
          "list",
          "long",
          "object",
          "range",
          "set",
          "slice",
          "str",
          "tuple",
          "unicode",
          "xrange");

  private static final Map<String, ElementType> STORAGES =
      Map.ofEntries(
          Map.entry("BoolStorage", ElementType.BOOL),
          Map.entry("ByteStorage", ElementType.U8),
          Map.entry("UntypedStorage", ElementType.U8),
          Map.entry("CharStorage", ElementType.I8),
          Map.entry("ShortStorage", ElementType.I16),
          Map.entry("IntStorage", ElementType.I32),
          Map.entry("LongStorage", ElementType.I64),
          Map.entry("HalfStorage", ElementType.F16),
          Map.entry("BFloat16Storage", ElementType.BF16),
          Map.entry("FloatStorage", ElementType.F32),
          Map.entry("DoubleStorage", ElementType.F64));

  /// The sizes of elements that cannot be read.
  private static final Map<String, Integer> OTHER_STORAGES =
      Map.of(
          "ComplexFloatStorage", 8,
          "ComplexDoubleStorage", 16,
          "QInt8Storage", 1,
          "QInt32Storage", 4,
          "QUInt8Storage", 1,
          "QUInt4x2Storage", 1,
          "QUInt2x4Storage", 1);

  private static final Map<String, ElementType> DTYPES =
      Map.ofEntries(
          Map.entry("bool", ElementType.BOOL),
          Map.entry("uint8", ElementType.U8),
          Map.entry("int8", ElementType.I8),
          Map.entry("int16", ElementType.I16),
          Map.entry("uint16", ElementType.U16),
          Map.entry("int32", ElementType.I32),
          Map.entry("uint32", ElementType.U32),
          Map.entry("int64", ElementType.I64),
          Map.entry("uint64", ElementType.U64),
          Map.entry("float16", ElementType.F16),
          Map.entry("bfloat16", ElementType.BF16),
          Map.entry("float32", ElementType.F32),
          Map.entry("float64", ElementType.F64),
          Map.entry("float8_e4m3fn", ElementType.F8E4M3),
          Map.entry("float8_e5m2", ElementType.F8E5M2));

  private static final Set<String> OTHER_DTYPES =
      Set.of(
          "complex32",
          "complex64",
          "complex128",
          "float8_e4m3fnuz",
          "float8_e5m2fnuz",
          "float8_e8m0fnu",
          "float4_e2m1fn_x2",
          "qint8",
          "qint32",
          "quint8",
          "quint4x2",
          "quint2x4");

  private static final String TORCH = "torch.";

  /// The role of a class, null if it is not in the list.
  static @Nullable PickleClass of(String module, String name) {
    String full = module + "." + name;
    PickleClass known = KNOWN.get(full);
    if (known != null) {
      return known;
    }
    if (module.equals("__torch__") || module.startsWith("__torch__.")) {
      return SCRIPT_MODULE;
    }
    boolean torch = module.equals("torch");
    if (torch && (DTYPES.containsKey(name) || OTHER_DTYPES.contains(name))) {
      return DTYPE;
    }
    boolean stores = torch || module.equals("torch.cuda") || module.equals("torch.storage");
    if (stores && (STORAGES.containsKey(name) || OTHER_STORAGES.containsKey(name))) {
      return STORAGE;
    }
    boolean builtIn = module.equals("builtins") || module.equals("__builtin__");
    return WITHOUT_TENSORS.contains(full)
            || (builtIn && BUILT_IN.contains(name))
            || (module.equals("numpy.dtypes") && name.endsWith("DType"))
        ? INERT
        : null;
  }

  /// What to do about a class that is not in the list.
  static String hint(String module, String name) {
    if (module.equals("torch._utils") && name.startsWith("_rebuild_meta_tensor")) {
      return "tensors on the device meta have no elements: save the model after it was loaded or"
          + " initialized on another one";
    }
    boolean sparse =
        (module.equals("torch._utils") && name.startsWith("_rebuild_sparse"))
            || (module.equals("torch.serialization") && name.equals("_get_layout"));
    return sparse
        ? "sparse tensors are not supported; save dense ones: x.to_dense()"
        : "save the tensors alone: torch.save(model.state_dict(), path)";
  }

  /// The type of the elements of a storage class, null if it cannot be read.
  static @Nullable ElementType ofStorage(String full) {
    return STORAGES.get(simple(full));
  }

  /// The size of the elements of a storage class.
  static int bytesOf(String full) {
    ElementType type = ofStorage(full);
    return type == null ? OTHER_STORAGES.getOrDefault(simple(full), 1) : type.bytes();
  }

  private static String simple(String full) {
    return full.substring(full.lastIndexOf('.') + 1);
  }

  /// The type of the elements of a PyTorch type, null if it cannot be read.
  static @Nullable ElementType ofDtype(String full) {
    return DTYPES.get(full.substring(TORCH.length()));
  }
}
