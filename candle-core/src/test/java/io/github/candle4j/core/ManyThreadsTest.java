package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.cpu.Parallel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// The same tensors used by threads of every kind at once, with a pool of few threads and every loop shared: results are
/// right, and nobody waits for ever.
@Isolated
class ManyThreadsTest {
  private static final Device CPU = Device.CPU;
  private static final int TASKS = 40;
  private static final long SECONDS = 30;
  private final int threads = Parallel.threads();
  private final Tensor x = Numbers.from0(40, 30).div(1200).toDtype(DType.F32);
  private final Var w = Var.fromTensor(Numbers.from(-400, 30, 30).div(900).toDtype(DType.F32));

  @BeforeEach
  void shareEveryLoop() {
    Parallel.setThreads(2);
    Parallel.setSplittingNanos(0);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
    Parallel.setSplittingNanos(Parallel.WORTH_SPLITTING_NANOS);
  }

  /// A forward and a backward pass over all the shared tensors.
  private float[] gradient() {
    Tensor h =
        Recompute.run(in -> Fused.softmax(in.get(0).matmul(w).gelu(), 1), x.t().contiguous().t());
    Tensor loss = h.matmul(w.t()).flip(0).sqr().sumAll();
    return loss.backward().get(w).orElseThrow().flattenAll().toVec1F32();
  }

  @Test
  void threadsOfEveryKindAtOnce() throws Exception {
    float[] expected = gradient();
    List<Future<float[]>> results = new ArrayList<>();
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService platform = Executors.newFixedThreadPool(4);
        ForkJoinPool forkJoin = new ForkJoinPool(2)) {
      for (int i = 0; i < TASKS; i++) {
        results.add(virtual.submit(this::gradient));
        results.add(platform.submit(this::gradient));
        results.add(forkJoin.submit((Callable<float[]>) this::gradient));
      }
      Future<List<float[]>> stream =
          platform.submit(
              () -> IntStream.range(0, TASKS).parallel().mapToObj(i -> gradient()).toList());
      Future<Integer> forked = forkJoin.submit(new Forked(TASKS, this, expected));
      for (Future<float[]> result : results) {
        assertThat(inTime(result)).isEqualTo(expected);
      }
      assertThat(inTime(stream)).hasSize(TASKS).allSatisfy(g -> assertThat(g).isEqualTo(expected));
      assertThat(inTime(forked)).isEqualTo(TASKS);
    }
  }

  /// Halves its work until one pass is left, and waits for the halves inside the pool.
  private static final class Forked extends RecursiveTask<Integer> {
    private static final long serialVersionUID = 1L;
    private final int passes;
    private final transient ManyThreadsTest test;
    private final float[] expected;

    Forked(int passes, ManyThreadsTest test, float... expected) {
      this.passes = passes;
      this.test = test;
      this.expected = expected;
    }

    @Override
    protected Integer compute() {
      if (passes == 1) {
        assertThat(test.gradient()).isEqualTo(expected);
        return 1;
      }
      Forked left = new Forked(passes / 2, test, expected);
      left.fork();
      int right = new Forked(passes - passes / 2, test, expected).compute();
      return left.join() + right;
    }
  }

  /// The result, or a failure that shows what all threads do.
  private static <T> T inTime(Future<T> result) throws InterruptedException, ExecutionException {
    try {
      return result.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      StringBuilder stacks = new StringBuilder();
      Thread.getAllStackTraces()
          .forEach((thread, frames) -> stacks.append(thread).append(List.of(frames)).append('\n'));
      throw new AssertionError("not done after " + SECONDS + " s; threads:\n" + stacks, e);
    }
  }

  @Test
  void noGradHoldsForItsThreadOnly() throws Exception {
    try (ExecutorService other = Executors.newSingleThreadExecutor()) {
      boolean tracked =
          Tensor.noGrad(() -> {
            assertThat(x.matmul(w).trackOp()).isFalse();
            try {
              return other.submit(() -> x.matmul(w).trackOp()).get();
            } catch (InterruptedException | ExecutionException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(tracked).as("on a thread of a pool").isTrue();
    }
  }

  @Test
  void threadsDrawDifferentNumbersOfOneSeed() throws Exception {
    CPU.setSeed(11);
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Tensor>> draws = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        draws.add(virtual.submit(() -> Tensor.rand(0f, 1f, Shape.of(2), CPU)));
      }
      List<Float> firsts = new ArrayList<>();
      for (Future<Tensor> draw : draws) {
        firsts.add(inTime(draw).i(0).toScalarF32());
      }
      CPU.setSeed(11);
      List<Float> alone = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        alone.add(Tensor.rand(0f, 1f, Shape.of(2), CPU).i(0).toScalarF32());
      }
      // Which thread gets which is open, but each block goes to one of them.
      assertThat(firsts).containsExactlyInAnyOrderElementsOf(alone);
    }
  }

  @Test
  void sameBitsForFlipsAndWindowsOnAnyNumberOfThreads() {
    Tensor image = Numbers.from0(3, 40, 50).div(7).toDtype(DType.F32);
    List<float[]> found = new ArrayList<>();
    for (int count : new int[] {1, 8}) {
      Parallel.setThreads(count);
      Var v = Var.fromTensor(image);
      Tensor windows = v.flip(1).unfold(2, 7, 3).exp();
      Tensor y = Tensor.einsum("chwk,kd->cd", windows, Numbers.from0(7, 4).toDtype(DType.F32));
      Tensor gradient = y.div(1e6).sin().sumAll().backward().get(v).orElseThrow();
      found.add(Tensor.cat(0, y.flattenAll(), gradient.flattenAll()).toVec1F32());
    }
    assertThat(found.get(1)).isEqualTo(found.get(0));
  }
}
