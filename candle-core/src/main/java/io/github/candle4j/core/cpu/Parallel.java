package io.github.candle4j.core.cpu;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Parallel loops whose results do not depend on the number of threads.
///
/// A loop is cut into tasks by its caller, with bounds that depend on the sizes alone. The calling thread takes tasks
/// like any other, so a loop always finishes even when every pool thread is busy: loops may be nested, and may be
/// called from parallel streams, fork-join pools and virtual threads.
///
/// The number of threads is `-Dcandle.threads`, else the environment variable `CANDLE_NUM_THREADS`, else the number of
/// processors.
public final class Parallel {
  /// Work below this many nanoseconds is done by the calling thread: waking a parked thread costs about 30 µs, and a
  /// loop should gain several times that (docs/concepts/costs.md).
  public static final long WORTH_SPLITTING_NANOS = 200_000;

  private static final int MAX_THREADS = 1024;

  private static final AtomicLong SHARED_TASKS = new AtomicLong();

  private static volatile int threads = configuredThreads();
  private static volatile long splittingNanos = WORTH_SPLITTING_NANOS;

  private Parallel() {}

  /// The number of threads that loops use, the calling one included.
  public static int threads() {
    return threads;
  }

  /// Changes the number of threads; results do not change.
  public static void setThreads(int count) {
    if (count < 1 || count > MAX_THREADS) {
      throw new IllegalArgumentException("threads must be 1 to " + MAX_THREADS + ", got " + count);
    }
    threads = count;
  }

  /// Changes the work in nanoseconds from which loops are split; tests force it down to 0.
  public static void setSplittingNanos(long nanos) {
    splittingNanos = nanos;
  }

  /// How many tasks have been run by loops that were open to more than one thread, since the start of the JVM.
  public static long sharedTasks() {
    return SHARED_TASKS.get();
  }

  /// True when about `nanos` nanoseconds of work on one thread are enough to pay for a hand-over.
  public static boolean pays(long nanos) {
    return threads > 1 && nanos >= splittingNanos;
  }

  /// Runs `body` for each task `0 .. tasks-1`, on the calling thread only when `nanos` (the whole work, estimated) is
  /// too little to share. The first exception of a task is thrown again here after the others have finished.
  public static void run(int tasks, long nanos, IntConsumer body) {
    if (tasks <= 1 || !pays(nanos)) {
      for (int t = 0; t < tasks; t++) {
        body.accept(t);
      }
      return;
    }
    Loop loop = new Loop(tasks, body);
    int extra = Math.min(threads, tasks) - 1;
    Executor pool = Pool.ofSize(extra);
    for (int i = 0; i < extra; i++) {
      pool.execute(loop);
    }
    loop.run();
    loop.await();
    SHARED_TASKS.addAndGet(tasks);
  }

  private static int configuredThreads() {
    String text = System.getProperty("candle.threads");
    if (text == null) {
      text = System.getenv("CANDLE_NUM_THREADS");
    }
    int processors = Runtime.getRuntime().availableProcessors();
    if (text == null) {
      return processors;
    }
    try {
      return Math.clamp(Integer.parseInt(text.strip()), 1, MAX_THREADS);
    } catch (NumberFormatException e) {
      StartupWarning.print(
          "candle.threads: wanted a number, got \"" + text + "\"; using " + processors);
      return processors;
    }
  }

  /// One loop in progress: tasks are handed out by a counter; the caller waits for those that others have taken.
  private static final class Loop implements Runnable {
    private final int tasks;
    private final IntConsumer body;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Loop(int tasks, IntConsumer body) {
      this.tasks = tasks;
      this.body = body;
    }

    @Override
    public void run() {
      for (int t = next.getAndIncrement(); t < tasks; t = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            body.accept(t);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          if (finished.incrementAndGet() == tasks) {
            LockSupport.unpark(caller);
          }
        }
      }
    }

    void await() {
      boolean interrupted = false;
      while (finished.get() < tasks) {
        LockSupport.park(this);
        // An interrupt would turn park into a busy loop: it is kept for the caller and delivered
        // afterwards.
        interrupted |= Thread.interrupted();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      switch (failure.get()) {
        case null -> {}
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }
  }

  /// Daemon threads, made when the first loop is shared and let go after a minute without work.
  private static final class Pool {
    private static final ThreadPoolExecutor EXECUTOR = create();

    /// The pool with at least `size` threads.
    static Executor ofSize(int size) {
      if (EXECUTOR.getCorePoolSize() < size) {
        EXECUTOR.setCorePoolSize(size);
      }
      return EXECUTOR;
    }

    private static ThreadPoolExecutor create() {
      AtomicInteger number = new AtomicInteger();
      ThreadPoolExecutor pool =
          new ThreadPoolExecutor(
              Math.max(1, threads - 1),
              MAX_THREADS,
              60,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              task -> {
                Thread thread = new Thread(task, "candle-" + number.incrementAndGet());
                thread.setDaemon(true);
                return thread;
              });
      pool.allowCoreThreadTimeOut(true);
      return pool;
    }
  }
}
