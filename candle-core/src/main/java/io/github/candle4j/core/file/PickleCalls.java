package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the calls in a pickle mean: they make dicts, storages and tensors, and run nothing.
///
/// @param error makes an error at the call
record PickleCalls(Numbers.Refusal error) {
  private static final int STORAGE_ARGUMENTS = 5;
  private static final int TENSOR_ARGUMENTS = 4;
  private static final int FROM_TYPE_ARGUMENTS = 3;
  private static final int DTYPE_AT = 6;

  /// PyTorch wraps a call once; this many wrappers are harm.
  private static final int DEEPEST = 100;

  /// The value of `function(arguments)`.
  PickleValue call(PickleValue function, PickleValue arguments) {
    PickleValue f = function;
    PickleValue args = arguments;
    for (int round = 0; round < DEEPEST; round++) {
      if (!(f instanceof PickleValue.Global global)) {
        throw error.of("only a class or a function can be called, not " + words(f));
      }
      // A list, unlike a tuple, may be its own argument.
      if (!(args instanceof PickleValue.Sequence tuple) || tuple.isList()) {
        throw error.of("arguments must be a tuple, not " + words(args));
      }
      List<PickleValue> list = tuple.items();
      if (global.role() != PickleClass.FROM_TYPE) {
        return call(global, list);
      }
      if (list.size() < FROM_TYPE_ARGUMENTS) {
        throw error.of(global.name() + " has too few arguments");
      }
      f = list.get(0);
      args = list.get(2);
    }
    throw error.of("calls are within calls deeper than " + DEEPEST);
  }

  private PickleValue call(PickleValue.Global function, List<PickleValue> args) {
    return switch (function.role()) {
      case TENSOR -> tensor(function.name(), args, false);
      case TYPED_TENSOR -> tensor(function.name(), args, true);
      case FIRST_ARGUMENT -> {
        if (args.isEmpty()) {
          throw error.of(function.name() + " has too few arguments");
        }
        yield args.getFirst();
      }
      case DICT -> {
        PickleValue.Dict dict = new PickleValue.Dict(false);
        dict.setInitial(args.isEmpty() ? null : args.getFirst());
        yield dict;
      }
      case EMPTY_DICT, SCRIPT_MODULE ->
          new PickleValue.Dict(function.role() == PickleClass.SCRIPT_MODULE);
      case STORAGE, DTYPE, INERT -> new PickleValue.Opaque(function.name());
      case FROM_TYPE -> throw new IllegalStateException("unwrapped before");
    };
  }

  /// The storage that `('storage', class, key, place, count)` means; the legacy format has one more, a view of it.
  PickleValue.Storage storage(PickleValue id) {
    List<PickleValue> parts = sequence(id, "the name of a storage");
    if (parts.size() < STORAGE_ARGUMENTS
        || !(parts.get(0) instanceof PickleValue.Text(String tag) && tag.equals("storage"))
        || !(parts.get(1) instanceof PickleValue.Global type && type.role() == PickleClass.STORAGE)
        || !(parts.get(2) instanceof PickleValue.Text(String key))) {
      throw error.of("a storage is named by 'storage', its class, its key, its place and its size");
    }
    if (parts.size() > STORAGE_ARGUMENTS
        && !(parts.get(STORAGE_ARGUMENTS) instanceof PickleValue.Opaque)) {
      throw error.of("views of storages, as PyTorch wrote them before 0.4, are not supported");
    }
    long count = size(parts.get(4), "the size of a storage");
    return new PickleValue.Storage(PickleClass.ofStorage(type.name()), type.name(), key, count);
  }

  private PickleValue.Tensor tensor(String function, List<PickleValue> args, boolean typed) {
    if (args.size() < (typed ? DTYPE_AT + 1 : TENSOR_ARGUMENTS)) {
      throw error.of(function + " has too few arguments");
    }
    if (!(args.get(0) instanceof PickleValue.Storage storage)) {
      throw error.of(function + " wants a storage, not " + words(args.get(0)));
    }
    ElementType type = storage.type();
    String typeName = storage.typeName();
    if (typed) {
      if (!(args.get(DTYPE_AT) instanceof PickleValue.Global dtype
          && dtype.role() == PickleClass.DTYPE)) {
        throw error.of(function + " wants a dtype, not " + words(args.get(DTYPE_AT)));
      }
      type = PickleClass.ofDtype(dtype.name());
      typeName = dtype.name();
    }
    // What follows says that numbers are to be conjugated or negated when they are read.
    int lazy = typed ? DTYPE_AT + 1 : DTYPE_AT;
    if (args.size() > lazy
        && args.get(lazy) instanceof PickleValue.Dict bits
        && !(bits.pairs().isEmpty() && bits.initial() == null)) {
      type = null;
      typeName = "a tensor with the bits conj or neg";
    }
    return new PickleValue.Tensor(storage, type, typeName, layout(storage, type, args));
  }

  /// The layout of a tensor, all of whose elements are in its storage.
  private Layout layout(
      PickleValue.Storage storage, @Nullable ElementType type, List<PickleValue> args) {
    long offset = size(args.get(1), "a storage offset");
    Shape shape = Numbers.shape(sizes(args.get(2), "a size"), error);
    long[] strides = sizes(args.get(3), "a stride");
    if (strides.length != shape.rank()) {
      throw error.of(
          "a tensor of " + shape.rank() + " dimensions has " + strides.length + " strides");
    }
    boolean empty = shape.elemCount() == 0;
    int[] places = new int[strides.length];
    long last = offset;
    for (int d = 0; d < places.length; d++) {
      // A stride that is never taken may be any number.
      boolean taken = !empty && shape.dim(d) > 1;
      if (taken && strides[d] > Shape.MAX_ELEMENTS) {
        throw outside(storage, offset, shape);
      }
      places[d] = (int) Math.min(strides[d], Shape.MAX_ELEMENTS);
      last += taken ? (long) places[d] * (shape.dim(d) - 1) : 0;
      if (last > Shape.MAX_ELEMENTS) {
        throw outside(storage, offset, shape);
      }
    }
    if (empty) {
      return Layout.contiguous(shape);
    }
    if (type != null && last >= elements(storage, type)) {
      throw outside(storage, offset, shape);
    }
    return new Layout(shape, places, (int) offset);
  }

  private static long elements(PickleValue.Storage storage, ElementType type) {
    ElementType stored = storage.type();
    return stored == null ? 0 : storage.count() * stored.bytes() / type.bytes();
  }

  private CandleException outside(PickleValue.Storage storage, long offset, Shape shape) {
    return error.of(
        "a tensor of shape "
            + shape
            + " from place "
            + offset
            + " on is not within its storage '"
            + storage.key()
            + "' of "
            + storage.count()
            + " elements");
  }

  private long[] sizes(PickleValue value, String what) {
    List<PickleValue> list = sequence(value, what);
    if (list.size() > Numbers.MOST_DIMS) {
      throw error.of(what + " of " + list.size() + " numbers is not supported");
    }
    long[] result = new long[list.size()];
    for (int d = 0; d < result.length; d++) {
      result[d] = size(list.get(d), what);
    }
    return result;
  }

  private long size(PickleValue value, String what) {
    // Sizes of storages may be larger than what a tensor holds, as long as their bytes can be
    // counted.
    if (value instanceof PickleValue.Int(long n) && n >= 0 && n <= Long.MAX_VALUE / Long.BYTES) {
      return n;
    }
    throw error.of(what + " cannot be " + words(value));
  }

  private List<PickleValue> sequence(PickleValue value, String what) {
    if (value instanceof PickleValue.Sequence s) {
      return s.items();
    }
    throw error.of(what + " must be a tuple, not " + words(value));
  }

  static String words(PickleValue value) {
    return switch (value) {
      case PickleValue.Int(long n) -> String.valueOf(n);
      case PickleValue.Text(String text) -> "'" + shortened(text) + "'";
      case PickleValue.Global g -> g.name();
      case PickleValue.Opaque(String what) -> what;
      case PickleValue.Storage _ -> "a storage";
      case PickleValue.Tensor _ -> "a tensor";
      case PickleValue.Sequence s -> s.isList() ? "a list" : "a tuple";
      case PickleValue.Dict _ -> "a dict";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "...";
  }
}
