package io.github.candle4j.nn.train;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Lets a training loop end in good order when the program is asked to stop, by Ctrl-C or by the system: the loop sees the
/// request after its step and saves a checkpoint; the JVM waits for it, but not for ever.
///
/// {@snippet :
/// try (StopSignal stop = StopSignal.listen(Duration.ofSeconds(30))) {
///   while (!stop.isRequested() && step < steps) {
///     train(++step);
///   }
///   checkpoint.save(step);
/// }
/// }
public final class StopSignal implements AutoCloseable {
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean requested;

  private StopSignal(Duration patience) {
    hook = new Thread(() -> stop(patience), "candle-stop");
  }

  /// Listens until it is closed. A request makes the JVM wait until then, at most as long as `patience`.
  public static StopSignal listen(Duration patience) {
    StopSignal signal = new StopSignal(patience);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  private void stop(Duration patience) {
    requested = true;
    try {
      // If it is still not closed then, it is left to its fate.
      boolean _ = finished.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// True if the program was asked to stop.
  public boolean isRequested() {
    return requested;
  }

  /// The JVM need not wait any longer.
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException _) {
      // The JVM is going down, and the hook has just been told that it may.
    }
  }
}
