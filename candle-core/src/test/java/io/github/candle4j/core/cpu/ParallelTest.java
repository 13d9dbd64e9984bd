package io.github.candle4j.core.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@Timeout(60)
class ParallelTest {
  private static final int TASKS = 40;
  private static final int THREADS = 8;
  private final int threads = Parallel.threads();

  @BeforeEach
  void shareEverything() {
    Parallel.setThreads(THREADS);
    Parallel.setSplittingNanos(0);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
    Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
  }

  @Test
  void everyTaskRunsOnce() {
    AtomicIntegerArray runs = new AtomicIntegerArray(TASKS);
    long before = Parallel.sharedTasks();
    Parallel.run(TASKS, 1, runs::incrementAndGet);
    assertThat(IntStream.range(0, TASKS).map(runs::get)).containsOnly(1);
    assertThat(Parallel.sharedTasks() - before).isEqualTo(TASKS);
  }

  @Test
  void noTasksAreNoLoop() {
    Parallel.run(
        0,
        1,
        t -> {
          throw new AssertionError("task " + t);
        });
  }

  @Test
  void asManyThreadsRunAsWereSetLast() {
    // Each task waits for all others: the loop ends at once only if 12 threads run at a time.
    int more = THREADS + 4;
    CountDownLatch together = new CountDownLatch(more);
    Parallel.run(TASKS, 1, t -> {});
    Parallel.setThreads(more);
    AtomicLong alone = new AtomicLong();
    Parallel.run(
        more,
        1,
        t -> {
          together.countDown();
          alone.addAndGet(waited(together) ? 0 : 1);
        });
    assertThat(alone.get()).isZero();
  }

  @Test
  void smallLoopsStayOnTheCallingThread() {
    Parallel.setSplittingNanos(1_000_000);
    Thread caller = Thread.currentThread();
    long before = Parallel.sharedTasks();
    Parallel.run(TASKS, 999_999, t -> assertThat(Thread.currentThread()).isSameAs(caller));
    assertThat(Parallel.sharedTasks()).isEqualTo(before);
  }

  @Test
  void nestedLoopsFinish() {
    AtomicLong sum = new AtomicLong();
    Parallel.run(
        TASKS, 1, a -> Parallel.run(TASKS, 1, b -> Parallel.run(4, 1, c -> sum.incrementAndGet())));
    assertThat(sum.get()).isEqualTo(TASKS * TASKS * 4L);
  }

  @Test
  void loopsFromParallelStreamsFinish() {
    long sum = IntStream.range(0, 200).parallel().mapToLong(i -> loop()).sum();
    assertThat(sum).isEqualTo(200L * TASKS);
  }

  @Test
  void loopsFromAForkJoinPoolFinish() throws Exception {
    try (ForkJoinPool pool = new ForkJoinPool(3)) {
      List<Future<Long>> loops = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        loops.add(pool.submit(ParallelTest::loop));
      }
      for (Future<Long> loop : loops) {
        assertThat(loop.get(30, TimeUnit.SECONDS)).isEqualTo(TASKS);
      }
    }
  }

  @Test
  void loopsFromAThousandVirtualThreadsFinish() throws Exception {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> loops = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        loops.add(executor.submit(ParallelTest::loop));
      }
      for (Future<Long> loop : loops) {
        assertThat(loop.get(30, TimeUnit.SECONDS)).isEqualTo(TASKS);
      }
    }
  }

  @Test
  void exceptionOfATaskReachesTheCaller() {
    IllegalStateException failure = new IllegalStateException("task 17");
    assertThatThrownBy(() ->
            Parallel.run(
                TASKS,
                1,
                t -> {
                  if (t == 17) {
                    throw failure;
                  }
                }))
        .isSameAs(failure);
  }

  @Test
  void errorOfANestedTaskReachesTheCaller() {
    StackOverflowError failure = new StackOverflowError();
    assertThatThrownBy(() ->
            Parallel.run(
                TASKS,
                1,
                a ->
                    Parallel.run(
                        TASKS,
                        1,
                        b -> {
                          throw failure;
                        })))
        .isSameAs(failure);
  }

  @Test
  void loopAfterAFailureRunsAllTasks() {
    assertThatThrownBy(() ->
            Parallel.run(
                TASKS,
                1,
                t -> {
                  throw new IllegalStateException("all fail");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(loop()).isEqualTo(TASKS);
  }

  @Test
  void interruptIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    AtomicLong sum = new AtomicLong();
    Parallel.run(TASKS, 1, t -> sum.addAndGet(sleepless()));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(sum.get()).isEqualTo(TASKS);
  }

  @Test
  void numberOfThreadsIsChecked() {
    for (int wrong : new int[] {-1, 0, 1025}) {
      assertThatThrownBy(() -> Parallel.setThreads(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threads must be 1 to 1024, got " + wrong);
    }
  }

  private static long loop() {
    AtomicLong sum = new AtomicLong();
    Parallel.run(TASKS, 1, t -> sum.incrementAndGet());
    return sum.get();
  }

  /// 1, after some work.
  private static long sleepless() {
    long end = System.nanoTime() + 200_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return 1;
  }

  private static boolean waited(CountDownLatch latch) {
    try {
      return latch.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
