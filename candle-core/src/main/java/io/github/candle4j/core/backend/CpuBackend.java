package io.github.candle4j.core.backend;

import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.RngState;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.cpu.ElementwiseKernel;
import io.github.candle4j.core.cpu.ElementwiseKernels;
import io.github.candle4j.core.op.BinaryOp;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.TypedShape;
import io.github.candle4j.core.op.Update;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import io.github.candle4j.core.storage.Storage;
import java.util.List;

/// The CPU: one switch from operations to kernels.
public final class CpuBackend implements Backend {
  /// The one instance; it holds no state.
  public static final CpuBackend INSTANCE = new CpuBackend();

  private CpuBackend() {}

  @Override
  public Output run(Op op, TypedShape result, Operand... xs) {
    CpuStorage direct = Mapped.run(op, xs);
    if (direct != null) {
      return new Output(new HeapStorage(direct), List.of());
    }
    Operand[] ready = Mapped.isRead(op) ? xs : Mapped.onHeap(xs);
    if (op instanceof Op.CrossEntropy) {
      return RowFunctions.crossEntropy(ready[0], ready[1]);
    }
    if (op instanceof Op.Norm norm) {
      return Norms.forward(norm, ready);
    }
    if (op instanceof Op.LstmCell || op instanceof Op.GruCell) {
      return Cells.run(op, ready);
    }
    return new Output(new HeapStorage(compute(op, result, ready)), List.of());
  }

  private static CpuStorage compute(Op op, TypedShape result, Operand... xs) {
    return switch (op) {
      case Op.View _ -> throw new IllegalStateException(op + " is a view");
      case Op.Unary(var kind) -> elementwise(ElementwiseKernels.of(kind), result, xs);
      case Op.Affine(var mul, var add) ->
          elementwise(ElementwiseKernels.affine(mul, add), result, xs);
      case Op.WholeAffine(var mul, var add) ->
          elementwise(ElementwiseKernels.wholeAffine(mul, add), result, xs);
      case Op.Powf(var exponent) -> elementwise(ElementwiseKernels.powf(exponent), result, xs);
      case Op.Pow _ -> elementwise(ElementwiseKernels.pow(), result, xs);
      case Op.Elu(var alpha) -> elementwise(ElementwiseKernels.elu(alpha), result, xs);
      case Op.Binary(var kind) -> elementwise(ElementwiseKernels.of(kind), result, xs);
      case Op.Where _ -> elementwise(ElementwiseKernels.where(), result, xs);
      case Op.Compare(var kind) -> compare(ElementwiseKernels.of(kind), xs);
      case Op.Cast(var to) -> cast(xs[0], to);
      case Op.Contiguous _ -> Copies.packed(xs[0]);
      case Op.ByRule _ -> throw new IllegalStateException(op + " has been run already");
      case Op.Flip(var dims) -> Flips.flip(xs[0], dims);
      case Op.Reduce(var kind, var dims) -> Reductions.reduce(kind, xs[0], dims);
      case Op.ArgReduce(var largest, var dim) -> Reductions.argReduce(largest, xs[0], dim);
      case Op.Matmul _ -> MatrixProducts.matmul(xs[0], xs[1], result.shape());
      case Op.Linear _ -> linear(result.shape(), xs);
      case Op.Cat(var dim) -> cat(dim, result, xs);
      case Op.PadWithZeros pad -> pad(pad, result, xs[0]);
      case Op.IndexSelect(var dim) -> Indexes.select(dim, xs[0], xs[1]);
      case Op.IndexAdd(var dim) -> Scatters.indexAdd(dim, xs[0], xs[1], xs[2]);
      case Op.Gather(var dim) -> Indexes.gather(dim, xs[0], xs[1]);
      case Op.Scatter(var dim) -> Scatters.scatter(dim, xs[0], xs[1], xs[2]);
      case Op.ScatterAdd(var dim) -> Scatters.scatterAdd(dim, xs[0], xs[1], xs[2]);
      case Op.ArgSort(var ascending, var count) -> Sorts.argSort(ascending, count, xs[0]);
      case Op.CumSum(var dim, var reverse) -> Scans.cumSum(dim, reverse, xs[0]);
      case Op.Recurrence(var dim, var reverse) -> Scans.recurrence(dim, reverse, xs[0], xs[1]);
      case Op.Softmax _ -> RowFunctions.softmax(xs[0]);
      case Op.SoftmaxGrad _ -> RowFunctions.softmaxGrad(xs[0], xs[1]);
      case Op.LogSoftmax _ -> RowFunctions.logSoftmax(xs[0]);
      case Op.CrossEntropy _, Op.Norm _ ->
          throw new IllegalStateException(op + " saves more than its result");
      case Op.CrossEntropyGrad _ -> RowFunctions.crossEntropyGrad(xs[0], xs[1], xs[2]);
      case Op.Sequential sequential -> SequentialKernels.compute(sequential, result, xs);
      case Op.Windowed windowed -> Windows.compute(windowed, result, xs);
      case Op.Upsample(var to) -> Upsamples.forward(to, xs[0], result);
      case Op.UpsampleGrad(var to) -> Upsamples.backward(to, xs[0], result);
      case Op.NormGrad grad -> Norms.gradient(grad, xs);
      case Op.NormWeightGrad _ -> Norms.weightGradient(xs);
      case Op.Dropout dropout -> Dropouts.run(dropout, xs[0]);
    };
  }

  @Override
  public void update(Update update, Operand target, Operand... sources) {
    HeapStorage storage =
        switch (target.storage()) {
          case HeapStorage heap -> heap;
          case MappedStorage mapped -> throw new IllegalStateException(mapped.name());
        };
    Operand[] xs = Mapped.onHeap(sources);
    CpuStorage data = storage.data();
    switch (update) {
      case Update.Set _ -> Copies.copy(xs[0].data(), xs[0].layout(), data, target.layout());
      case Update.Fill(var value) -> fill(data, target.layout(), value);
      case Update.Add _ -> add(data, target, xs[0]);
      case Update.ScatterSet(var dim) -> Scatters.scatterSet(dim, target, xs[0], xs[1]);
      case Update.ScatterAddSet(var dim) -> Scatters.scatterAddSet(dim, target, xs[0], xs[1]);
      case Update.Step(var rule) -> {
        OptimizerSteps.run(rule, data, xs);
        for (int i = 1; i < xs.length; i++) {
          changed(xs[i].storage());
        }
      }
    }
    storage.changed();
  }

  /// `target += x`, in place where the target fills its array in order: a kernel reads each element before it writes it.
  private static void add(CpuStorage data, Operand target, Operand x) {
    ElementwiseKernel kernel = ElementwiseKernels.of(BinaryOp.ADD);
    if (target.startsAtZero() && data.length() == target.count()) {
      ElementwiseLoops.run(kernel, Arithmetic.of(target.dtype()), data, target, x);
    } else {
      TypedShape same = new TypedShape(target.shape(), target.dtype());
      CpuStorage sum = elementwise(kernel, same, target, x);
      Copies.copy(sum, Layout.contiguous(target.shape()), data, target.layout());
    }
  }

  private static void changed(Storage storage) {
    switch (storage) {
      case HeapStorage heap -> heap.changed();
      case MappedStorage mapped -> throw new IllegalStateException(mapped.name());
    }
  }

  @Override
  public Storage full(DType dtype, int count, double value) {
    CpuStorage data = CpuStorage.zeros(dtype, count);
    if (value != 0) {
      fill(data, Layout.contiguous(Shape.of(count)), value);
    }
    return new HeapStorage(data);
  }

  @Override
  public Storage uniform(DType dtype, int count, RngState state, double low, double high) {
    return new HeapStorage(Randoms.uniform(dtype, count, state, low, high));
  }

  @Override
  public Storage normal(DType dtype, int count, RngState state, double mean, double std) {
    return new HeapStorage(Randoms.normal(dtype, count, state, mean, std));
  }

  private static CpuStorage elementwise(
      ElementwiseKernel kernel, TypedShape result, Operand... xs) {
    CpuStorage y = CpuStorage.zeros(result.dtype(), result.shape().arrayLength());
    ElementwiseLoops.run(kernel, Arithmetic.of(result.dtype()), y, xs);
    return y;
  }

  private static CpuStorage compare(ElementwiseKernel kernel, Operand... xs) {
    CpuStorage y = CpuStorage.zeros(DType.U8, xs[0].count());
    ElementwiseLoops.run(kernel, Arithmetic.of(xs[0].dtype()), y, xs);
    return y;
  }

  private static CpuStorage cast(Operand x, DType to) {
    CpuStorage y = CpuStorage.zeros(to, x.count());
    ElementwiseLoops.run(ElementwiseKernels.identity(), Arithmetic.ofCast(x.dtype(), to), y, x);
    return y;
  }

  private static CpuStorage linear(Shape result, Operand... xs) {
    return xs.length == 3
        ? MatrixProducts.linear(result, xs[0], xs[1], xs[2])
        : MatrixProducts.linear(result, xs[0], xs[1]);
  }

  private static CpuStorage cat(int dim, TypedShape result, Operand... xs) {
    CpuStorage y = CpuStorage.zeros(result.dtype(), result.shape().arrayLength());
    Layout whole = Layout.contiguous(result.shape());
    int start = 0;
    for (Operand x : xs) {
      int size = x.shape().dim(dim);
      Copies.copy(x.data(), x.layout(), y, whole.narrow(dim, start, size));
      start += size;
    }
    return y;
  }

  private static CpuStorage pad(Op.PadWithZeros pad, TypedShape result, Operand x) {
    CpuStorage y = CpuStorage.zeros(result.dtype(), result.shape().arrayLength());
    Layout inside =
        Layout.contiguous(result.shape()).narrow(pad.dim(), pad.left(), x.shape().dim(pad.dim()));
    Copies.copy(x.data(), x.layout(), y, inside);
    return y;
  }

  private static void fill(CpuStorage data, Layout layout, double value) {
    CpuStorage one = CpuStorage.zeros(data.dtype(), 1);
    if (data.dtype().isInt()) {
      Encode.longs(new long[] {(long) value}, 1, one, 0);
    } else {
      Encode.doubles(new double[] {value}, 1, one, 0);
    }
    Copies.copy(one, Layout.contiguous(Shape.of()).broadcastAs(layout.shape()), data, layout);
  }
}
