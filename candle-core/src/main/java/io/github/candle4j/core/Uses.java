package io.github.candle4j.core;

import io.github.candle4j.core.storage.Storage;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a function read that was there before it ran. Whoever runs it again must know that all of it is still the same,
/// tracked or not: a constant, a cast of it and a detached variable leave no node behind.
final class Uses {
  private static final ScopedValue<Uses> CURRENT = ScopedValue.newInstance();

  private final long start = Tensor.newest();
  private final @Nullable Uses outer = CURRENT.isBound() ? CURRENT.get() : null;
  private final Map<Storage, Shape> found = new IdentityHashMap<>();

  /// Runs `body`, on this thread, and notes what it reads.
  <T> T during(Supplier<T> body) {
    return ScopedValue.where(CURRENT, this).call(body::get);
  }

  /// To be called whenever the elements of a tensor are read.
  static void note(Tensor x, Storage storage) {
    if (CURRENT.isBound()) {
      CURRENT.get().add(x, storage);
    }
  }

  // Threads that the function forks share this.
  private synchronized void add(Tensor x, Storage storage) {
    if (x.id().value() <= start) {
      found.putIfAbsent(storage, x.shape());
    }
    if (outer != null) {
      outer.add(x, storage);
    }
  }

  /// What was read, as it is now.
  synchronized List<Use> now() {
    return found.entrySet().stream()
        .map(e -> new Use(e.getKey(), e.getKey().version(), e.getValue()))
        .toList();
  }

  /// Elements that were read.
  ///
  /// @param version that of the storage when the function ended: what it changes itself it changes again
  /// @param shape that of the first tensor through which they were read
  record Use(Storage storage, int version, Shape shape) {
    boolean changed() {
      return storage.version() != version;
    }
  }
}
