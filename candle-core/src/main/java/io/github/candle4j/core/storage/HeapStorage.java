package io.github.candle4j.core.storage;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import java.util.concurrent.atomic.AtomicInteger;

/// Elements in a Java array, owned by the garbage collector.
///
/// Reading from any number of threads is safe. Changing the elements is not synchronised: whoever changes a tensor in
/// place must see to it that nobody else uses it meanwhile.
public final class HeapStorage implements Storage {
  private final CpuStorage data;
  private final AtomicInteger version = new AtomicInteger();

  /// A storage around an array, which it owns from now on.
  public HeapStorage(CpuStorage data) {
    this.data = data;
  }

  /// The elements.
  public CpuStorage data() {
    return data;
  }

  @Override
  public DType dtype() {
    return data.dtype();
  }

  @Override
  public int version() {
    return version.get();
  }

  /// To be called after each change of the elements.
  public void changed() {
    version.incrementAndGet();
  }
}
