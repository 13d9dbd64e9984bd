package io.github.candle4j.core.file;

import io.github.candle4j.core.Layout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a pickle can hold here. Containers hold references, never copies, so that a pickle that names one list a thousand
/// times costs a thousand references; they may hold each other in a circle, so they have no `equals`, and nothing walks
/// through them but [TorchNames].
sealed interface PickleValue {
  /// A whole number.
  record Int(long value) implements PickleValue {}

  /// A text.
  record Text(String value) implements PickleValue {}

  /// A class or function of the closed list.
  record Global(String name, PickleClass role) implements PickleValue {}

  /// Something that holds no tensors and is not looked into: `None`, a float, a set, an object of numpy.
  record Opaque(String what) implements PickleValue {}

  /// Elements in a file.
  ///
  /// @param type the type of the elements, null for one that cannot be read
  /// @param typeName the storage class
  /// @param key the name of the bytes
  /// @param count the number of elements
  record Storage(@Nullable ElementType type, String typeName, String key, long count)
      implements PickleValue {}

  /// A tensor over a storage.
  ///
  /// @param type the type of its elements, null for one that cannot be read
  /// @param typeName the type in words, or why the tensor cannot be read
  record Tensor(Storage storage, @Nullable ElementType type, String typeName, Layout layout)
      implements PickleValue {}

  /// A list or tuple.
  final class Sequence implements PickleValue {
    private final List<PickleValue> items;
    private final boolean isList;

    Sequence(List<PickleValue> items, boolean isList) {
      this.items = items;
      this.isList = isList;
    }

    List<PickleValue> items() {
      return items;
    }

    /// False for a tuple.
    boolean isList() {
      return isList;
    }
  }

  /// Pairs of keys and values; also the attributes of a TorchScript module.
  final class Dict implements PickleValue {
    private final List<PickleValue> pairs = new ArrayList<>(0);
    private final boolean isModule;
    private @Nullable PickleValue initial;

    Dict(boolean isModule) {
      this.isModule = isModule;
    }

    /// True for a module of TorchScript, whose attributes come as its state.
    boolean isModule() {
      return isModule;
    }

    /// Keys and values by turns.
    List<PickleValue> pairs() {
      return pairs;
    }

    /// What the dict was made of: another dict, or a list of pairs.
    @Nullable PickleValue initial() {
      return initial;
    }

    void setInitial(@Nullable PickleValue value) {
      initial = value;
    }
  }
}
