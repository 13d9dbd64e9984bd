package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Allocations.Call;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.op.Axis;
import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ReduceOp;
import io.github.candle4j.core.op.Resize;
import io.github.candle4j.core.op.Sampling;
import io.github.candle4j.core.op.UnaryOp;
import io.github.candle4j.core.op.Update;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// Every operation and every change in place allocates its result and what is stated here; on one thread. The Javadoc of
/// [Tensor] says the same in words.
@Isolated
class OperationAllocationTest {
  private static final Shape SHAPE = Shape.of(Allocations.ROWS, Allocations.COLUMNS);

  /// The same elements as images: `[batch, channels, height, width]`.
  private static final Shape IMAGES = Shape.of(2, 16, 64, 64);

  /// What StrictMath allocates for the sine of a double.
  private static final long STRICT_MATH = 32;

  private static final int COUNT = Math.toIntExact(Allocations.COUNT);
  private static final int PRODUCTS = COUNT / (16 * 16);

  /// Why a record is in no table.
  private static final Set<Class<?>> BY_USERS = Set.of(Op.ByRule.class);

  private final int threads = Parallel.threads();
  private final List<Call> calls = new ArrayList<>();
  private final Set<Class<?>> covered = new HashSet<>(BY_USERS);

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void everyOperation() {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.rand(1f, 4f, SHAPE, Device.CPU).toDtype(dtype);
      elementwise(x);
      copies(x);
      reductions(x);
      indexes(x);
      scans(x);
      if (dtype.isFloat()) {
        functions(x);
        products(x);
        sequential(x);
        means(x.reshape(IMAGES));
      }
      windows(x.reshape(IMAGES));
    }
    views(Tensor.rand(1f, 4f, SHAPE, Device.CPU));
    assertThat(covered).containsExactlyInAnyOrderElementsOf(GradientCoverageTest.records(Op.class));
    assertThat(Allocations.wrong(calls)).isEmpty();
  }

  @Test
  void everyUpdate() {
    covered.clear();
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.zeros(SHAPE, dtype, Device.CPU);
      Tensor y = x.copy();
      Tensor ids = ids();
      boolean direct = dtype == DType.F32 || dtype == DType.F64;
      long sums = direct ? 0 : Allocations.widened(x) + Allocations.bytes(x);
      update(new Update.Set(), 0, x, y);
      update(new Update.Set(), 0, x.t(), y.t());
      update(new Update.Fill(1), 0, x);
      update(new Update.Fill(1), 0, x.t());
      update(new Update.Add(), 0, x, y);
      update(new Update.Add(), Allocations.bytes(x), x.t(), y.t());
      update(new Update.ScatterSet(0), 0, x, ids, y);
      update(new Update.ScatterAddSet(1), sums + Allocations.widened(y), x, ids, y);
      if (dtype.isFloat()) {
        steps(x, y);
      }
    }
    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(GradientCoverageTest.records(Update.class));
    assertThat(Allocations.wrong(calls)).isEmpty();
  }

  /// Steps of optimizers, with memories of the dtype and of F32.
  private void steps(Tensor x, Tensor y) {
    List<OptimizerStep> rules =
        List.of(
            new OptimizerStep.Sgd(0.1, 0.1),
            new OptimizerStep.Momentum(0.1, 0.9, 0, 0.1, true, false),
            new OptimizerStep.Adam(0.1, 0.9, 0.999, 1e-8, 0.1, true, true, 1),
            new OptimizerStep.RmsProp(0.1, 0.9, 1e-8, 0.1, 0.9, true),
            new OptimizerStep.Adagrad(0.1, 1e-8, 0.1),
            new OptimizerStep.Lion(0.1, 0.9, 0.99, 0.1));
    for (OptimizerStep rule : rules) {
      for (DType dtype : memories(x.dtype())) {
        Tensor[] operands = new Tensor[1 + rule.memories()];
        operands[0] = y;
        for (int i = 1; i < operands.length; i++) {
          operands[i] = x.zerosLike().toDtype(dtype);
        }
        update(new Update.Step(rule), 0, x, operands.clone());
        operands[0] = y.reshape(Allocations.COLUMNS, Allocations.ROWS).t();
        // A gradient that does not lie in order is copied.
        update(
            new Update.Step(rule), x.elemCount() * (x.dtype() == DType.F64 ? 8 : 4), x, operands);
      }
    }
  }

  /// What memories of a parameter may be.
  private static List<DType> memories(DType dtype) {
    boolean alone = dtype == DType.F64 || dtype == DType.F32;
    return alone ? List.of(dtype) : List.of(dtype, DType.F32);
  }

  /// Results, of operands of any strides and dtypes.
  private void elementwise(Tensor x) {
    Tensor other = x.reshape(Allocations.COLUMNS, Allocations.ROWS).t();
    for (Tensor y : List.of(x, other)) {
      result(y.dtype().isInt() ? new Op.WholeAffine(2, 1) : new Op.Affine(2, 1), 0, y);
      result(new Op.Unary(UnaryOp.RELU), 0, y);
      for (BinaryOp kind : List.of(BinaryOp.MAXIMUM, BinaryOp.DIV)) {
        result(new Op.Binary(kind), 0, x, y);
      }
      for (CmpOp kind : CmpOp.values()) {
        result(new Op.Compare(kind), 0, x, y);
      }
      result(new Op.Where(), 0, ids(), y, x);
      result(new Op.Cast(x.dtype() == DType.F32 ? DType.F16 : DType.F32), 0, y);
    }
  }

  private void functions(Tensor x) {
    for (UnaryOp kind : UnaryOp.values()) {
      boolean strict = x.dtype() == DType.F64 && (kind == UnaryOp.SIN || kind == UnaryOp.COS);
      result(new Op.Unary(kind), strict ? STRICT_MATH * Allocations.COUNT : 0, x);
    }
    result(new Op.Powf(1.5), 0, x);
    result(new Op.Pow(), 0, x, x);
    result(new Op.Elu(1), 0, x);
    long wide = Allocations.widened(x);
    result(new Op.Softmax(), 2 * wide, x);
    result(new Op.LogSoftmax(), 2 * wide, x);
    result(new Op.SoftmaxGrad(), 3 * wide, x, x);
    Tensor target = Tensor.zeros(Shape.of(Allocations.ROWS), DType.U32, Device.CPU);
    // The softmax is saved, and what is read for the loss is read again.
    result(new Op.CrossEntropy(), 3 * wide + Allocations.bytes(x), x, target);
    Tensor one = Tensor.ones(Shape.of(), x.dtype(), Device.CPU);
    result(new Op.CrossEntropyGrad(), 2 * wide, x, target, one);
    rows(x);
  }

  /// Rows of any dtype go through blocks of the thread. Weights are read as a whole; their gradient has eight parts.
  private void rows(Tensor x) {
    Tensor other = x.reshape(Allocations.COLUMNS, Allocations.ROWS).t();
    Tensor w = x.get(0);
    Tensor stats = Tensor.ones(Shape.of(2 * Allocations.ROWS), DType.F64, Device.CPU);
    long parts = 8L * Allocations.COLUMNS * Double.BYTES;
    for (Tensor y : List.of(x, other)) {
      result(new Op.Norm(true, 1e-5), 0, y, w, w);
      result(new Op.Norm(false, 1e-5), 0, y);
      result(new Op.NormGrad(true), 0, y, x, stats, w);
      result(new Op.NormWeightGrad(true), parts, y, x, stats);
      result(new Op.Dropout(0.5, new RngState(1, 0)), 0, y);
    }
  }

  private void copies(Tensor x) {
    for (Tensor y : List.of(x, x.t(), x.narrow(1, 3, 1000))) {
      result(new Op.Contiguous(), 0, y);
      result(new Op.Flip(new int[] {0, 1}), 0, y);
      result(new Op.Cat(0), 0, y, y);
      result(new Op.Cat(1), 0, y, y);
      result(new Op.PadWithZeros(1, 2, 3), 0, y);
    }
  }

  /// Results are made in the arithmetic first.
  private void reductions(Tensor x) {
    Tensor four = x.reshape(COUNT / 4, 4);
    for (Tensor y : List.of(four, four.reshape(4, COUNT / 4).t())) {
      result(new Op.ArgReduce(true, 1), 0, y);
      for (ReduceOp kind : ReduceOp.values()) {
        if (kind != ReduceOp.PROD || x.dtype().isFloat()) {
          Op op = new Op.Reduce(kind, new int[] {1});
          result(op, Allocations.widened(Tensor.apply(op, y)), y);
        }
      }
    }
  }

  /// Indices are read into ints, but those of a whole tensor of U32; what is added to is made in the arithmetic.
  private void indexes(Tensor x) {
    Tensor ids = ids();
    Tensor long64 = ids.toDtype(DType.I64);
    Tensor rows = Tensor.zeros(Shape.of(Allocations.ROWS), DType.I64, Device.CPU);
    long wide = Allocations.widened(x);
    long read = Allocations.COUNT * Integer.BYTES;
    Tensor other = x.reshape(Allocations.COLUMNS, Allocations.ROWS).t();
    for (Tensor y : List.of(x, other)) {
      result(new Op.IndexSelect(0), 0, y, rows);
      result(new Op.Gather(0), 0, y, ids);
      result(new Op.Gather(1), read, y, long64);
      result(new Op.Scatter(0), 0, y, ids, x);
      result(new Op.Scatter(1), read, y, long64, x);
    }
    result(new Op.ScatterAdd(1), 2 * wide, x, ids, x.zerosLike());
    result(new Op.ScatterAdd(0), 2 * wide + read, x, long64, x.zerosLike());
    result(new Op.IndexAdd(0), wide, x, rows.narrow(0, 0, 1), x.narrow(0, 0, 1));
    Tensor zeros = Tensor.zeros(Shape.of(), x.dtype(), Device.CPU).broadcastAs(SHAPE);
    result(new Op.ScatterAdd(1), 2 * wide, zeros, ids, x.zerosLike());
    result(new Op.ArgSort(true, Allocations.COLUMNS), 0, x);
    result(new Op.ArgSort(false, 5), 0, x);
  }

  private void scans(Tensor x) {
    Tensor zeros = x.zerosLike();
    Tensor other = zeros.reshape(Allocations.COLUMNS, Allocations.ROWS).t();
    long wide = Allocations.widened(x);
    long packed = wide == 0 ? Allocations.bytes(x) : wide;
    for (int dim = 0; dim < 2; dim++) {
      result(new Op.CumSum(dim, dim == 0), 2 * wide, zeros);
      result(new Op.CumSum(dim, false), wide + packed, other);
      result(new Op.Recurrence(dim, false), 3 * wide, zeros, zeros);
    }
  }

  /// Operands and results of smaller floats are widened as a whole.
  private void products(Tensor x) {
    Tensor square = x.narrow(1, 0, Allocations.ROWS);
    long wide = Allocations.widened(square);
    result(new Op.Matmul(), 3 * wide, square, square);
    result(new Op.Matmul(), 3 * wide, square, square.t());
    result(new Op.Linear(), 3 * wide, square, square);
    result(new Op.Linear(), 3 * wide, square, square, x.get(0).narrow(0, 0, Allocations.ROWS));
    Tensor many = x.reshape(PRODUCTS, 16, 16);
    // What each product needs to say where its matrices are.
    result(new Op.Matmul(), 3 * Allocations.widened(many) + PRODUCTS * 220L, many, many.t());
    Tensor w = x.flattenAll().narrow(0, 0, 16 * 16 * 9).reshape(16, 16, 3, 3);
    Tensor images = x.reshape(IMAGES);
    Frame frame = frame(3);
    result(new Op.Conv2d(frame, 1), 2 * Allocations.widened(x), images, w);
    // The kernel is turned round.
    long kernel = Math.max(Allocations.bytes(w), Allocations.widened(w));
    result(new Op.Conv2dInputGrad(frame, 1), 2 * Allocations.widened(x) + kernel, images, w);
    // Eight parts of the batch have sums of their own.
    result(
        new Op.Conv2dWeightGrad(frame, 1), 2 * Allocations.widened(x) + 8 * kernel, images, images);
  }

  /// Cells save their activations; operands and results of smaller floats are widened.
  private void sequential(Tensor x) {
    Tensor c = Tensor.zeros(Shape.of(Allocations.ROWS, 256), x.dtype(), Device.CPU);
    Tensor three = Tensor.zeros(Shape.of(Allocations.ROWS, 3 * 256), x.dtype(), Device.CPU);
    Tensor both = Tensor.zeros(Shape.of(2, Allocations.ROWS, 256), x.dtype(), Device.CPU);
    long wide = Allocations.widened(c);
    result(new Op.LstmCell(), Allocations.bytes(x) + 11 * wide, x, c);
    result(new Op.LstmCellGrad(), 14 * wide, x, c, both, both);
    result(new Op.GruCell(), Allocations.bytes(three) + 11 * wide, three, three, c);
    result(new Op.GruCellGrad(), 15 * wide, three, three, c, c);
    Tensor heads = x.reshape(2, 8, COUNT / 1024, 64);
    Tensor angles = Tensor.zeros(Shape.of(COUNT / 1024, 32), x.dtype(), Device.CPU);
    long all = 2 * (Allocations.widened(x) + Allocations.widened(angles));
    result(new Op.Rope(true, 2, false), all, heads, angles, angles);
    result(new Op.Rope(false, 1, true), all, heads.reshape(2, COUNT / 1024, 8, 64), angles, angles);
    result(new Op.CausalSoftmax(Allocations.ROWS, 900), 2 * Allocations.widened(x), x);
  }

  private static Frame frame(int kernel) {
    Axis axis = new Axis(64, kernel, 64, kernel / 2, 1, 1);
    return Frame.of(axis, axis);
  }

  private void means(Tensor x) {
    Frame frame = frame(3);
    result(new Op.AvgPool2d(frame, true), 2 * Allocations.widened(x), x);
    result(new Op.AvgPool2dGrad(frame, true), 2 * Allocations.widened(x), x);
    Sampling bilinear = new Sampling(64, 64, Sampling.Kind.HALF_PIXEL, 1);
    Resize resize = new Resize(2, bilinear, bilinear);
    result(new Op.Upsample(resize), 2 * Allocations.widened(x), x);
    result(new Op.UpsampleGrad(resize), 2 * Allocations.widened(x), x);
  }

  private void windows(Tensor x) {
    Frame frame = frame(3);
    long wide = Allocations.widened(x);
    result(new Op.MaxPool2d(frame), 2 * wide, x);
    Tensor y = Tensor.apply(new Op.MaxPool2d(frame), x);
    result(new Op.MaxPoolPositions(frame), 2 * wide, x, y);
    Tensor positions = Tensor.apply(new Op.MaxPoolPositions(frame), x, y);
    result(new Op.MaxPoolGather(frame), 0, x, positions);
    if (x.dtype().isFloat()) {
      result(new Op.MaxPoolScatter(frame), 2 * wide, y, positions);
    }
    Sampling nearest = new Sampling(64, 64, Sampling.Kind.NEAREST, 1);
    result(new Op.Upsample(new Resize(2, nearest, nearest)), 0, x);
    // Windows of one row: scratch for each row would be as large as the operand.
    Tensor lines = x.reshape(COUNT / 1024, 16, 64);
    Frame rows = Frame.of(new Axis(64, 3, 64, 1, 1, 1));
    result(new Op.MaxPool2d(rows), 2 * wide, lines);
    if (x.dtype().isFloat()) {
      result(new Op.AvgPool2d(rows, false), 2 * wide, lines);
    }
  }

  private void views(Tensor x) {
    view(new Op.Reshape(Shape.of(COUNT)), x);
    view(new Op.Permute(new int[] {1, 0}), x);
    view(new Op.Narrow(0, 1, 2), x);
    view(new Op.BroadcastAs(SHAPE.extend(2)), x.unsqueeze(2));
    view(new Op.Squeeze(0), x.unsqueeze(0));
    view(new Op.Unsqueeze(1), x);
    view(new Op.Unfold(1, 3, 2), x);
    GradientRule rule = (n, _, dy) -> n.gradients(() -> dy);
    view(new Op.OnGradient(rule), x);
  }

  private static Tensor ids() {
    return Tensor.zeros(SHAPE, DType.U32, Device.CPU);
  }

  private void result(Op op, long scratch, Tensor... xs) {
    covered.add(op.getClass());
    calls.add(Call.result(name(op, xs), () -> Tensor.apply(op, xs), scratch));
  }

  private void view(Op op, Tensor x) {
    covered.add(op.getClass());
    calls.add(new Call(name(op, x), () -> Tensor.apply(op, x), 0));
  }

  private void update(Update update, long bytes, Tensor x, Tensor... others) {
    covered.add(update.getClass());
    String name = update + " of " + x.dtype() + " " + x.layout();
    calls.add(
        new Call(
            name,
            () -> {
              x.update(update, others);
              return x;
            },
            bytes));
  }

  private static String name(Op op, Tensor... xs) {
    return op + " of " + xs[0].dtype() + " " + xs[0].layout();
  }
}
