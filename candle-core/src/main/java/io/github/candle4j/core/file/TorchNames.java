package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the tensors in what a pickle left, under names: those of nested dicts, lists and modules are joined with dots.
///
/// Containers may hold one another many times over, or in a circle. The walk costs as much as the pickle is long and no
/// more: it counts its steps and the characters of its names.
final class TorchNames {
  /// The name of a tensor that is in no dict.
  private static final String ALONE = "tensor";

  private static final int DEEPEST = 100;
  private static final long CHARACTERS_PER_BYTE = 4;
  private static final long FREE = 4096;
  private static final int SHOWN = 10;

  private final Bytes bytes;
  private final long steps;
  private final Map<String, PickleValue.Tensor> found = new LinkedHashMap<>();

  /// The numbers that were given to later tensors of one name.
  private final Map<String, Integer> same = new HashMap<>();

  private final Deque<Place> path = new ArrayDeque<>();

  /// The containers of the path: those and no equal ones.
  private final Set<PickleValue> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private long step;
  private long characters;

  /// @param pickle the number of bytes of the pickle
  private TorchNames(Bytes bytes, long pickle) {
    this.bytes = bytes;
    // An empty container is one byte, and takes one step to be left.
    this.steps = 2 * pickle + FREE;
  }

  /// The tensors of a value.
  ///
  /// @param key whose value of the outermost dict is wanted; null for all of it
  static Map<String, PickleValue.Tensor> find(
      PickleValue top, @Nullable String key, Bytes bytes, long pickle) {
    TorchNames names = new TorchNames(bytes, pickle);
    names.walk(key == null ? top : names.under(top, key));
    return names.found;
  }

  private PickleValue under(PickleValue top, String key) {
    Set<String> keys = new LinkedHashSet<>();
    PickleValue result = null;
    for (Items items : parts(top)) {
      while (next(items)) {
        if (items.name().equals(key)) {
          result = items.value();
        } else if (keys.size() < SHOWN) {
          keys.add(items.name());
        }
      }
    }
    if (result == null) {
      throw bytes.error(
          PickleMachine.OPERATION,
          0,
          "key " + key + " not found",
          "there are " + (keys.isEmpty() ? "none" : String.join(", ", keys)));
    }
    return result;
  }

  /// A container on the way to the value that is looked at.
  private record Place(PickleValue container, String prefix, Deque<Items> left) {}

  private void walk(PickleValue top) {
    if (top instanceof PickleValue.Tensor tensor) {
      found.put(ALONE, tensor);
      return;
    }
    enter(top, "");
    while (!path.isEmpty()) {
      Place place = path.getLast();
      Items items = place.left.peek();
      if (items == null) {
        open.remove(path.removeLast().container);
      } else if (next(items)) {
        visit(items.value(), place.prefix, items.name());
      } else {
        place.left.remove();
      }
    }
  }

  private void visit(PickleValue value, String prefix, String name) {
    if (value instanceof PickleValue.Tensor tensor) {
      add(joined(prefix, name), tensor);
    } else if (!parts(value).isEmpty()) {
      String full = joined(prefix, name);
      if (open.contains(value)) {
        throw error("'" + full + "' is within itself");
      }
      enter(value, full + ".");
    }
  }

  /// Keys that differ may become one name, as 1 and "1" do: the later tensor gets a number.
  private void add(String name, PickleValue.Tensor tensor) {
    String free = name;
    while (found.putIfAbsent(free, tensor) != null) {
      free = joined(name, "#" + same.merge(name, 2, (count, _) -> count + 1));
    }
  }

  private void enter(PickleValue container, String prefix) {
    if (path.size() == DEEPEST) {
      throw error("values are nested deeper than " + DEEPEST);
    }
    open.add(container);
    path.addLast(new Place(container, prefix, new ArrayDeque<>(parts(container))));
  }

  /// What is in a container, in order; nothing for other values.
  private static List<Items> parts(PickleValue value) {
    return switch (value) {
      case PickleValue.Sequence list -> List.of(Items.numbered(list.items()));
      case PickleValue.Dict dict -> {
        Items pairs = Items.byTurns(dict.pairs());
        yield switch (dict.initial()) {
          case PickleValue.Dict from -> List.of(Items.byTurns(from.pairs()), pairs);
          case PickleValue.Sequence from -> List.of(Items.pairs(from.items()), pairs);
          case null, default -> List.of(pairs);
        };
      }
      default -> List.of();
    };
  }

  private boolean next(Items items) {
    if (++step > steps) {
      throw error("values are shared more often than a pickle of its size has");
    }
    return items.next();
  }

  private String joined(String prefix, String name) {
    characters += prefix.length() + name.length() + 1;
    if (characters > steps * CHARACTERS_PER_BYTE + FREE) {
      throw error("the names of the tensors are longer than a pickle of its size has");
    }
    return prefix + name;
  }

  private CandleException error(String message) {
    return bytes.error(PickleMachine.OPERATION, 0, message);
  }
}
