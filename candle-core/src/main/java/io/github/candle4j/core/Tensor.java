package io.github.candle4j.core;

import io.github.candle4j.core.backend.Backend;
import io.github.candle4j.core.backend.CpuBackend;
import io.github.candle4j.core.backend.Operand;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.ShapeRules;
import io.github.candle4j.core.op.TypedShape;
import io.github.candle4j.core.op.Update;
import io.github.candle4j.core.storage.HeapStorage;
import io.github.candle4j.core.storage.MappedStorage;
import io.github.candle4j.core.storage.Storage;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An array of numbers of one dtype with any number of dimensions.
///
/// Operations return new tensors; only the methods whose names end in `Set`, and `Var.set`, change one. A tensor that
/// was computed from a [Var] remembers how, and [#backward] finds the gradients.
///
/// **Threads.** A tensor whose elements nobody changes may be used by any number of threads of any kind at once: operations,
/// `backward` and views included. A change in place (`Var.set`, `zeroSet`, `oneSet`, `constSet`, `inplaceOp1`, an optimizer's
/// step) is not synchronised with readers: whoever makes one sees to it that no other thread uses the elements meanwhile,
/// and hands the tensor on by something that orders memory, such as a lock or a future. `noGrad` holds for the thread that
/// calls it, and for threads forked in a `StructuredTaskScope` inside, as scoped values do; not for those of a pool.
///
/// **Memory.** A view has no elements of its own. Any other operation allocates its result, and a little that does not
/// depend on sizes. A method that is made of several operations allocates the results of these; its comment says which, but
/// for tensors of the size of the result of a reduction. What comes on top depends on the dtype and the kind of operation:
///
/// - Products, convolutions, pools, bilinear sizes, softmax and its like, scans and additions by index work on whole arrays.
///   Their operands and results of F16, BF16 and F8E4M3 are held in F32, too, and those of U8, U32, I16 and I32 in 64 bits.
///   Operands that do not lie in order are copied; those of products are not. A product of a batch needs some 200 bytes for
///   each of its matrices.
/// - Reductions hold their results in these wider types, too. Rows of F64 that do not lie in order, and rows of integers of
///   a product, are copied in parts.
/// - Indices take 4 bytes each, unless they are a whole tensor of U32 or I32. Sorting takes up to 24 bytes for each element
///   of a row of more than 4,096, for as many rows at once as there are threads.
/// - `arange` and `linspace` of other dtypes than F64 and I64 make their numbers in 64 bits. For each sine and cosine of a
///   double, also for those in `randn`, StrictMath allocates 32 bytes.
///
/// Each thread keeps scratch from one operation to the next, up to half a megabyte and what [#conv2d] and [#matmul] need.
public sealed class Tensor
    implements Elementwise,
        Broadcasting,
        Comparison,
        Reduction,
        Statistics,
        Logic,
        Movement,
        Rearranging,
        Padding,
        Extending,
        Products,
        Convolution,
        Pooling,
        Resizing,
        Indexing,
        Slicing,
        InPlace,
        Sorting,
        Scanning,
        Saving,
        HostConversion,
        Exploring
    permits Var {
  private static final AtomicLong IDS = new AtomicLong();
  private static final Tensor[] NONE = {};

  private final TensorId id = new TensorId(IDS.incrementAndGet());
  private final Storage storage;
  private final Layout layout;
  private final Device device;
  private final @Nullable Node node;

  Tensor(Storage storage, Layout layout, Device device, @Nullable Node node) {
    this.storage = storage;
    this.layout = layout;
    this.device = device;
    this.node = node;
  }

  // ---- creation

  /// Zeros.
  public static Tensor zeros(Shape shape, DType dtype, Device device) {
    return Watch.custom("zeros", () -> filled(0, shape, dtype, device));
  }

  /// Ones.
  public static Tensor ones(Shape shape, DType dtype, Device device) {
    return Watch.custom("ones", () -> filled(1, shape, dtype, device));
  }

  /// Zeros of the shape, dtype and device of this tensor.
  public Tensor zerosLike() {
    return zeros(shape(), dtype(), device);
  }

  /// Ones of the shape, dtype and device of this tensor.
  public Tensor onesLike() {
    return ones(shape(), dtype(), device);
  }

  /// F32 numbers drawn evenly from `[low, up)`.
  ///
  /// @throws CandleException unless low is below up and both are finite
  public static Tensor rand(float low, float up, Shape shape, Device device) {
    return Randomness.uniform(DType.F32, low, up, shape, device);
  }

  /// F64 numbers drawn evenly from `[low, up)`.
  ///
  /// @throws CandleException unless low is below up and both are finite
  public static Tensor rand(double low, double up, Shape shape, Device device) {
    return Randomness.uniform(DType.F64, low, up, shape, device);
  }

  /// Numbers of a dtype drawn evenly from `[low, up)`.
  ///
  /// @throws CandleException unless low is below up, both are finite and the dtype is a float
  public static Tensor rand(double low, double up, Shape shape, DType dtype, Device device) {
    return Randomness.uniform(dtype, low, up, shape, device);
  }

  /// F32 numbers of a normal distribution.
  ///
  /// @throws CandleException if the standard deviation is negative
  public static Tensor randn(float mean, float std, Shape shape, Device device) {
    return Randomness.normal(DType.F32, mean, std, shape, device);
  }

  /// F64 numbers of a normal distribution.
  ///
  /// @throws CandleException if the standard deviation is negative
  public static Tensor randn(double mean, double std, Shape shape, Device device) {
    return Randomness.normal(DType.F64, mean, std, shape, device);
  }

  /// Numbers of a normal distribution in a dtype.
  ///
  /// @throws CandleException if the standard deviation is negative or the dtype is not a float
  public static Tensor randn(double mean, double std, Shape shape, DType dtype, Device device) {
    return Randomness.normal(dtype, mean, std, shape, device);
  }

  /// Numbers drawn evenly from `[low, up)`, with the shape, dtype and device of this tensor.
  ///
  /// @throws CandleException unless low is below up, both are finite and the dtype is a float
  public Tensor randLike(double low, double up) {
    return Randomness.uniform(dtype(), low, up, shape(), device);
  }

  /// Numbers of a normal distribution, with the shape, dtype and device of this tensor.
  ///
  /// @throws CandleException if the standard deviation is negative or the dtype is not a float
  public Tensor randnLike(double mean, double std) {
    return Randomness.normal(dtype(), mean, std, shape(), device);
  }

  /// A scalar of dtype F32.
  public static Tensor of(float data, Device device) {
    return HostData.of(data, DType.F32, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast.
  public static Tensor of(float data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype F32.
  public static Tensor of(float[] data, Device device) {
    return HostData.of(data, DType.F32, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast.
  public static Tensor of(float[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][] data, Device device) {
    return HostData.of(data, DType.F32, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][][] data, Device device) {
    return HostData.of(data, DType.F32, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][][][] data, Device device) {
    return HostData.of(data, DType.F32, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(float[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as F32. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(float[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.F32, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(float[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as F32. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(float[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.F32, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(float[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype F32.
  public static Tensor full(float value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype F32.
  public static Tensor arange(float start, float end, Device device) {
    return arangeStep(start, end, 1f, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype F32; each is computed as `start + i step`.
  ///
  /// @throws CandleException if step is 0
  public static Tensor arangeStep(float start, float end, float step, Device device) {
    return Sequences.arange(start, end, step, DType.F32, device);
  }

  /// A scalar of dtype F64.
  public static Tensor of(double data, Device device) {
    return HostData.of(data, DType.F64, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast.
  public static Tensor of(double data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype F64.
  public static Tensor of(double[] data, Device device) {
    return HostData.of(data, DType.F64, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast.
  public static Tensor of(double[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][] data, Device device) {
    return HostData.of(data, DType.F64, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][][] data, Device device) {
    return HostData.of(data, DType.F64, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][][][] data, Device device) {
    return HostData.of(data, DType.F64, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(double[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as F64. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(double[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.F64, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(double[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as F64. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(double[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.F64, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(double[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype F64.
  public static Tensor full(double value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype F64.
  public static Tensor arange(double start, double end, Device device) {
    return arangeStep(start, end, 1.0, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype F64; each is computed as `start + i step`.
  ///
  /// @throws CandleException if step is 0
  public static Tensor arangeStep(double start, double end, double step, Device device) {
    return Sequences.arange(start, end, step, DType.F64, device);
  }

  /// A scalar of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor of(int data, Device device) {
    return HostData.of(data, DType.U32, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast. With `DType.U32` the bits of an int are taken as they are.
  public static Tensor of(int data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor of(int[] data, Device device) {
    return HostData.of(data, DType.U32, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast. With `DType.U32` the bits of an int are taken as they are.
  public static Tensor of(int[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor of(int[][] data, Device device) {
    return HostData.of(data, DType.U32, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast. With `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(int[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor of(int[][][] data, Device device) {
    return HostData.of(data, DType.U32, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast. With `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(int[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor of(int[][][][] data, Device device) {
    return HostData.of(data, DType.U32, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast. With `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(int[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as U32, the dtype of indices and labels. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements; or if a number is negative: U32 has none
  public static Tensor fromVec(int[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.U32, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(int[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as U32, the dtype of indices and labels. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements; or if a number is negative: U32 has none
  public static Tensor fromSlice(int[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.U32, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(int[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor full(int value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype U32, the dtype of indices and labels.
  ///
  /// @throws CandleException if a number is negative: U32 has none; with `DType.I32` it may be
  public static Tensor arange(int start, int end, Device device) {
    return arangeStep(start, end, 1, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype U32, the dtype of indices and labels; each is computed as `start + i step`.
  ///
  /// @throws CandleException if step is 0, or a number negative: U32 has none
  public static Tensor arangeStep(int start, int end, int step, Device device) {
    return Sequences.arange(start, end, step, DType.U32, device);
  }

  /// A scalar of dtype I64.
  public static Tensor of(long data, Device device) {
    return HostData.of(data, DType.I64, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast.
  public static Tensor of(long data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype I64.
  public static Tensor of(long[] data, Device device) {
    return HostData.of(data, DType.I64, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast.
  public static Tensor of(long[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype I64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][] data, Device device) {
    return HostData.of(data, DType.I64, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype I64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][][] data, Device device) {
    return HostData.of(data, DType.I64, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype I64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][][][] data, Device device) {
    return HostData.of(data, DType.I64, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(long[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as I64. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(long[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.I64, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(long[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as I64. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(long[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.I64, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(long[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype I64.
  public static Tensor full(long value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype I64.
  public static Tensor arange(long start, long end, Device device) {
    return arangeStep(start, end, 1L, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype I64; each is computed as `start + i step`.
  ///
  /// @throws CandleException if step is 0
  public static Tensor arangeStep(long start, long end, long step, Device device) {
    return Sequences.arange(start, end, step, DType.I64, device);
  }

  /// A scalar of dtype U8, its bits read as unsigned.
  public static Tensor of(byte data, Device device) {
    return HostData.of(data, DType.U8, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast.
  public static Tensor of(byte data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype U8, its bits read as unsigned.
  public static Tensor of(byte[] data, Device device) {
    return HostData.of(data, DType.U8, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast.
  public static Tensor of(byte[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype U8, its bits read as unsigned.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][] data, Device device) {
    return HostData.of(data, DType.U8, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype U8, its bits read as unsigned.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][][] data, Device device) {
    return HostData.of(data, DType.U8, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype U8, its bits read as unsigned.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][][][] data, Device device) {
    return HostData.of(data, DType.U8, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(byte[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as U8, its bits read as unsigned. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(byte[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.U8, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(byte[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as U8, its bits read as unsigned. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(byte[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.U8, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(byte[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype U8, its bits read as unsigned.
  public static Tensor full(byte value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// A scalar of dtype I16.
  public static Tensor of(short data, Device device) {
    return HostData.of(data, DType.I16, false, device);
  }

  /// A scalar of the given dtype, into which the numbers are cast.
  public static Tensor of(short data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// One dimension of dtype I16.
  public static Tensor of(short[] data, Device device) {
    return HostData.of(data, DType.I16, false, device);
  }

  /// One dimension of the given dtype, into which the numbers are cast.
  public static Tensor of(short[] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Rows of equal length, of dtype I16.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][] data, Device device) {
    return HostData.of(data, DType.I16, false, device);
  }

  /// Rows of equal length of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Three dimensions of dtype I16.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][][] data, Device device) {
    return HostData.of(data, DType.I16, false, device);
  }

  /// Three dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// Four dimensions of dtype I16.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][][][] data, Device device) {
    return HostData.of(data, DType.I16, false, device);
  }

  /// Four dimensions of the given dtype, into which the numbers are cast.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Tensor of(short[][][][] data, DType dtype, Device device) {
    return HostData.of(data, dtype, true, device);
  }

  /// The numbers in row-major order, as I16. The array becomes the elements without a copy and must not be changed afterwards.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(short[] data, Shape shape, Device device) {
    return HostData.flat(data, shape, DType.I16, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromVec(short[] data, Shape shape, DType dtype, Device device) {
    return HostData.flat(data, shape, dtype, true, device);
  }

  /// The numbers in row-major order, as I16. The array is copied.
  /// One size may be -1 and is filled.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(short[] data, Shape shape, Device device) {
    return HostData.flatCopy(data, shape, DType.I16, false, device);
  }

  /// The numbers in row-major order, in another dtype; with `DType.U32` the bits of an int are taken as they are.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Tensor fromSlice(short[] data, Shape shape, DType dtype, Device device) {
    return HostData.flatCopy(data, shape, dtype, true, device);
  }

  /// One number in every place, of dtype I16.
  public static Tensor full(short value, Shape shape, Device device) {
    return of(value, device).broadcastAs(shape).contiguous();
  }

  /// One number in every place, cast to a dtype.
  public static Tensor full(double value, Shape shape, DType dtype, Device device) {
    return of(value, dtype, device).broadcastAs(shape).contiguous();
  }

  /// One number in every place, cast to a dtype.
  public static Tensor full(long value, Shape shape, DType dtype, Device device) {
    return of(value, dtype, device).broadcastAs(shape).contiguous();
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype U8; the bits of a byte are read as unsigned.
  public static Tensor arange(byte start, byte end, Device device) {
    return arangeStep(start, end, (byte) 1, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype U8; the bits of a byte are read as unsigned.
  ///
  /// @throws CandleException if step is 0
  public static Tensor arangeStep(byte start, byte end, byte step, Device device) {
    return Sequences.arange(
        Byte.toUnsignedLong(start),
        Byte.toUnsignedLong(end),
        Byte.toUnsignedLong(step),
        DType.U8,
        device);
  }

  /// The numbers `start, start + 1, ...` below `end`, of dtype I16.
  public static Tensor arange(short start, short end, Device device) {
    return arangeStep(start, end, (short) 1, device);
  }

  /// The numbers `start, start + step, ...` before `end`, of dtype I16.
  ///
  /// @throws CandleException if step is 0
  public static Tensor arangeStep(short start, short end, short step, Device device) {
    return Sequences.arange((long) start, (long) end, (long) step, DType.I16, device);
  }

  /// The numbers `start, start + 1, ...` below `end`, in a dtype; floats are rounded to it.
  ///
  /// @throws CandleException if the dtype is of integers and start is not one, or it cannot hold them
  public static Tensor arange(double start, double end, DType dtype, Device device) {
    return Sequences.arange(start, end, 1, dtype, device);
  }

  /// The numbers `start, start + step, ...` before `end`, in a dtype; each is computed as `start + i step` in F64;
  /// floats are rounded to the dtype.
  ///
  /// @throws CandleException if step is 0, or the dtype is of integers and start or step is not one, or it cannot hold them
  public static Tensor arangeStep(
      double start, double end, double step, DType dtype, Device device) {
    return Sequences.arange(start, end, step, dtype, device);
  }

  /// `steps` numbers from `start` to `end`, both included, at equal distances, of dtype F32.
  ///
  /// @throws CandleException if steps is negative
  public static Tensor linspace(float start, float end, int steps, Device device) {
    return Sequences.linspace(start, end, steps, DType.F32, device);
  }

  /// `steps` numbers from `start` to `end`, both included, at equal distances, of dtype F64.
  ///
  /// @throws CandleException if steps is negative
  public static Tensor linspace(double start, double end, int steps, Device device) {
    return Sequences.linspace(start, end, steps, DType.F64, device);
  }

  /// `steps` numbers from `start` to `end`, both included, at equal distances, in a dtype.
  ///
  /// @throws CandleException if steps is negative or the dtype is not a float
  public static Tensor linspace(double start, double end, int steps, DType dtype, Device device) {
    return Sequences.linspace(start, end, steps, dtype, device);
  }

  /// Numbers of one class as a tensor of one dimension: `Float` gives F32, `Double` F64, `Integer` U32, `Long` I64, `Short`
  /// I16, `Byte` U8.
  ///
  /// @throws CandleException if there is none, they are of several classes, or an Integer is negative: U32 has none
  public static Tensor fromIter(Iterable<? extends Number> numbers, Device device) {
    return HostData.fromIter(numbers, null, device);
  }

  /// Numbers of one class as a tensor of one dimension, cast to a dtype.
  ///
  /// @throws CandleException if they are of several classes
  public static Tensor fromIter(Iterable<? extends Number> numbers, DType dtype, Device device) {
    return HostData.fromIter(numbers, dtype, device);
  }

  /// Elements from their bytes: little-endian, in row-major order.
  ///
  /// @throws CandleException if the shape wants another number of bytes
  public static Tensor fromRawBuffer(byte[] data, DType dtype, Shape shape, Device device) {
    return RawBytes.read(data, dtype, shape, device);
  }

  /// The array of an npy file, on the heap: of either byte order and in C or Fortran order. Types that no dtype has become
  /// the next one that holds their values: `b1` becomes U8, `i1` I16, `u2` U32 and `u8` I64.
  ///
  /// @throws CandleException naming the file and the byte if it is not an npy file of numbers; objects, which would run code,
  ///     texts, complex and structured types are not
  public static Tensor readNpy(Path file) {
    return Npy.read(Bytes.map(file));
  }

  /// All arrays of an npz file by name, in the order of the file; see [#readNpy]. [NpzTensors] reads them one by one.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with the archive or one of its arrays
  public static Map<String, Tensor> readNpz(Path file) {
    return new NpzTensors(file).all();
  }

  /// Some arrays of an npz file, in the order of the names.
  ///
  /// @throws CandleException if there is none of a name, or something is wrong with it
  public static List<Tensor> readNpzByName(Path file, List<String> names) {
    return new NpzTensors(file).all(names);
  }

  /// [#readNpzByName(Path, List)].
  public static List<Tensor> readNpzByName(Path file, String... names) {
    return readNpzByName(file, List.of(names));
  }

  /// Writes tensors as an npz file, which `np.load` reads: one uncompressed npy file for each. The same tensors give the
  /// same bytes. A crash leaves the old file or the new one.
  ///
  /// @throws CandleException for BF16 and F8E4M3, which npy files do not have, or if the file cannot be written; what was
  ///     there before stays
  public static void writeNpz(Map<String, ? extends Tensor> tensors, Path file) {
    Npy.writeAll(tensors, file);
  }

  /// Writes the elements as bytes: little-endian, in row-major order. The stream is not closed.
  ///
  /// @throws CandleException if the stream fails
  public void writeBytes(OutputStream out) {
    RawBytes.write(this, out);
  }

  /// A tensor to be filled. It holds zeros, as new Java arrays do; Candle's holds anything.
  public static Tensor empty(Shape shape, DType dtype, Device device) {
    return zeros(shape, dtype, device);
  }

  /// A tensor to be filled, of the shape, dtype and device of this one; it holds zeros.
  public Tensor emptyLike() {
    return zerosLike();
  }

  /// A matrix of n rows with ones on and below the main diagonal, zeros above. Allocates ones and flags.
  ///
  /// @throws CandleException if n is negative or too large
  public static Tensor tril2(int n, DType dtype, Device device) {
    return ones(Grids.square("tril2", n), dtype, device).tril();
  }

  /// A matrix of n rows with ones on and above the main diagonal, zeros below. Allocates ones and flags.
  ///
  /// @throws CandleException if n is negative or too large
  public static Tensor triu2(int n, DType dtype, Device device) {
    return ones(Grids.square("triu2", n), dtype, device).triu();
  }

  /// The coordinates of the points of a grid, one tensor for each axis. The axes have one dimension each; grids of axes
  /// of n0, n1, n2, ... points have shape `[n0, n1, n2, ..]`, or with `xy` `[n1, n0, n2, ..]`, as in NumPy and PyTorch.
  ///
  /// @throws CandleException if there are fewer than two axes or one has another rank
  public static List<Tensor> meshgrid(List<? extends Tensor> axes, boolean xy) {
    return Grids.meshgrid(axes, xy);
  }

  /// The coordinates of the points of a grid; see [#meshgrid(List, boolean)].
  ///
  /// @throws CandleException if there are fewer than two axes or one has another rank
  public static List<Tensor> meshgrid(boolean xy, Tensor... axes) {
    return meshgrid(Nulls.list("meshgrid", "axis", axes), xy);
  }

  /// The identity matrix of n rows. Allocates its flags.
  ///
  /// @throws CandleException if n is negative or too large
  public static Tensor eye(int n, DType dtype, Device device) {
    Shape square = Grids.square("eye", n);
    Tensor i = arange(0L, n, device);
    Tensor rows = i.unsqueeze(1).broadcastAs(square);
    return rows.eq(i.unsqueeze(0).broadcastAs(square)).toDtype(dtype);
  }

  /// Tensors one after the other along a dimension.
  ///
  /// @throws CandleException if there is none, or they differ in more than the size of that dimension
  public static Tensor cat(List<? extends Tensor> xs, int dim) {
    if (Nulls.refuseIn("cat", "tensor", xs).isEmpty()) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "cat", "cat expects at least one tensor");
    }
    Tensor[] operands = xs.toArray(Tensor[]::new);
    int d = operands[0].axis(dim, "cat");
    return operands.length == 1 ? operands[0] : apply(new Op.Cat(d), operands);
  }

  /// Tensors one after the other along a dimension.
  ///
  /// @throws CandleException if there is none, or they differ in more than the size of that dimension
  public static Tensor cat(int dim, Tensor... xs) {
    return cat(Nulls.list("cat", "tensor", xs), dim);
  }

  /// Tensors of equal shape side by side along a new dimension.
  ///
  /// @throws CandleException if there is none or the shapes differ
  public static Tensor stack(List<? extends Tensor> xs, int dim) {
    if (Nulls.refuseIn("stack", "tensor", xs).isEmpty()) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT, "stack", "stack expects at least one tensor");
    }
    int d = xs.getFirst().newAxis(dim, "stack");
    try {
      Grids.checkAlike(xs, d);
    } catch (CandleException e) {
      throw Origins.placed(e, xs.toArray(Tensor[]::new));
    }
    return cat(xs.stream().map(x -> x.unsqueeze(d)).toList(), d);
  }

  /// Tensors of equal shape side by side along a new dimension.
  ///
  /// @throws CandleException if there is none or the shapes differ
  public static Tensor stack(int dim, Tensor... xs) {
    return stack(Nulls.list("stack", "tensor", xs), dim);
  }

  /// A sum of products in Einstein's notation, as in PyTorch and NumPy: `einsum("bij,bjk->bik", a, b)` is a matrix product.
  ///
  /// Each operand has a letter for each dimension. Elements of equal letters are multiplied; letters that the part after
  /// `->` does not name are summed over. Without that part the result has the letters that occur once, in alphabetical
  /// order. A letter twice in one operand takes its diagonal. `...` stands for any other dimensions, which are broadcast
  /// and come first if there is no `->`. A size of 1 is repeated to that of the same letter elsewhere.
  ///
  /// Operands are multiplied from left to right; pairs that share a summed letter by [#matmul]. Any dtype, the same for
  /// all. Allocates the product of each pair, before letters are summed where that is not a [#matmul], and copies of operands
  /// whose letters stand in another order.
  ///
  /// @throws CandleException if the equation cannot be read, or shapes or dtypes do not fit
  public static Tensor einsum(String equation, Tensor... operands) {
    return einsum(equation, Nulls.list("einsum", "operand", operands));
  }

  /// A sum of products in Einstein's notation; see [#einsum(String, Tensor...)].
  ///
  /// @throws CandleException if the equation cannot be read, or shapes or dtypes do not fit
  public static Tensor einsum(String equation, List<? extends Tensor> operands) {
    Nulls.refuseIn("einsum", "operand", operands);
    return Origins.placing(() -> Einsum.of(equation, operands), operands.toArray(Tensor[]::new));
  }

  // ---- what it is

  /// The sizes of the dimensions.
  public Shape shape() {
    return layout.shape();
  }

  /// The sizes of the dimensions.
  public int[] dims() {
    return shape().dims();
  }

  /// The size of a dimension; negative counts from the end.
  ///
  /// @throws CandleException if there is no such dimension
  public int dim(int dim) {
    return shape().dim(axis(dim, "dim"));
  }

  /// No sizes: those of a scalar.
  ///
  /// @throws CandleException if the rank is another
  public int[] dims0() {
    return dimsOfRank(0);
  }

  /// The size of the one dimension.
  ///
  /// @throws CandleException if the rank is another
  public int dims1() {
    return dimsOfRank(1)[0];
  }

  /// The sizes of two dimensions.
  ///
  /// @throws CandleException if the rank is another
  public int[] dims2() {
    return dimsOfRank(2);
  }

  /// The sizes of three dimensions.
  ///
  /// @throws CandleException if the rank is another
  public int[] dims3() {
    return dimsOfRank(3);
  }

  /// The sizes of four dimensions.
  ///
  /// @throws CandleException if the rank is another
  public int[] dims4() {
    return dimsOfRank(4);
  }

  /// The sizes of five dimensions.
  ///
  /// @throws CandleException if the rank is another
  public int[] dims5() {
    return dimsOfRank(5);
  }

  /// The number of dimensions.
  public int rank() {
    return shape().rank();
  }

  /// The number of elements.
  public long elemCount() {
    return shape().elemCount();
  }

  /// The distances between neighbours along each dimension, in elements.
  public int[] stride() {
    return layout.stride();
  }

  /// Where the elements lie in their storage.
  public Layout layout() {
    return layout;
  }

  /// True if the elements lie side by side in row-major order.
  public boolean isContiguous() {
    return layout.isContiguous();
  }

  /// True if the elements lie side by side in column-major order.
  public boolean isFortranContiguous() {
    return layout.isFortranContiguous();
  }

  /// The places of the elements in their array, in row-major order.
  public StridedIndex stridedIndex() {
    return layout.stridedIndex();
  }

  /// The elements as blocks that lie side by side in their array.
  public StridedBlocks stridedBlocks() {
    return layout.stridedBlocks();
  }

  /// The array that holds the elements and where in it they lie; to be read only. A tensor in a mapped file has none: its
  /// elements are copied.
  public StorageAndLayout storageAndLayout() {
    Tensor x = onHeap();
    return new StorageAndLayout(x.cpuStorage(), x.layout);
  }

  /// The type of the elements.
  public DType dtype() {
    return storage.dtype();
  }

  /// Where the tensor lives.
  public Device device() {
    return device;
  }

  /// The identity of this tensor.
  public TensorId id() {
    return id;
  }

  /// True for a [Var].
  public boolean isVariable() {
    return false;
  }

  /// True if gradients flow through this tensor: it is a variable that is not frozen, or was computed from one.
  public boolean trackOp() {
    return node != null;
  }

  // ---- casts, devices, modules

  /// The elements in another dtype. Floats become integers by cutting the fraction, and stay within the range; integers
  /// become smaller ones by keeping their low bits.
  public Tensor toDtype(DType dtype) {
    return dtype() == dtype ? this : apply(new Op.Cast(dtype), this);
  }

  /// The tensor on another device. There is one device, the CPU, so this is the tensor itself.
  public Tensor toDevice(Device to) {
    return this;
  }

  /// `module.forward(this)`
  public Tensor apply(Module module) {
    return module.forward(this);
  }

  /// `module.forwardT(this, train)`
  public Tensor applyT(ModuleT module, boolean train) {
    return module.forwardT(this, train);
  }

  // ---- gradients

  /// The gradients of this tensor (of the sum of its elements) with respect to the variables it was computed from.
  ///
  /// @throws CandleException if the tensor is not of floats, or a tensor was changed in place after it was used
  public GradStore backward() {
    return backward(false);
  }

  /// The gradients of this tensor; with `createGraph` they can be differentiated again themselves.
  ///
  /// @throws CandleException if the tensor is not of floats, or a tensor was changed in place after it was used
  public GradStore backward(boolean createGraph) {
    Autograd.checkFloat(this);
    return Autograd.backward(this, onesLike(), createGraph);
  }

  /// The gradients of `Σ seed · this`, for a seed of the shape and dtype of this tensor: the product of the seed and the
  /// Jacobian.
  ///
  /// @throws CandleException if the tensor is not of floats, the seed has another shape or dtype, or a tensor was changed
  ///     in place after it was used
  public GradStore backward(Tensor seed) {
    return backward(seed, false);
  }

  /// The gradients of `Σ seed · this`; with `createGraph` they can be differentiated again themselves.
  ///
  /// @throws CandleException if the tensor is not of floats, the seed has another shape or dtype, or a tensor was changed
  ///     in place after it was used
  public GradStore backward(Tensor seed, boolean createGraph) {
    Autograd.checkFloat(this);
    if (!seed.shape().equals(shape())) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "backward", shape(), seed.shape(), "the seed has the shape of the tensor"),
          this,
          seed);
    }
    if (seed.dtype() != dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch("backward", dtype(), seed.dtype()), this, seed);
    }
    return Autograd.backward(this, seed, createGraph);
  }

  /// All tensors that gradients of this one flow through, itself first: each before those it was computed from. Empty if
  /// it depends on no variable.
  public List<Tensor> sortedNodes() {
    return trackOp() ? List.copyOf(Autograd.youngestFirst(this, Set.of())) : List.of();
  }

  /// The same elements without their history: a constant.
  public Tensor detach() {
    boolean constant = !trackOp() && !isVariable(); // A frozen variable may be unfrozen.
    return constant ? this : Watch.made(new Tensor(storage(), layout, device, null));
  }

  /// What `body` returns; nothing is recorded for gradients meanwhile, on this thread. Variables stay variables.
  public static <T> T noGrad(Supplier<T> body) {
    return Autograd.recording(false, body);
  }

  /// Runs `body`; nothing is recorded for gradients meanwhile, on this thread.
  public static void noGrad(Runnable body) {
    Autograd.recording(false, body);
  }

  // ---- changes in place

  /// Sets every element to 0; all views of the elements see it. Not to be called while another thread uses them.
  public void zeroSet() {
    update(new Update.Fill(0));
  }

  /// Sets every element to 1; all views of the elements see it. Not to be called while another thread uses them.
  public void oneSet() {
    update(new Update.Fill(1));
  }

  /// Sets every element to a value; all views of the elements see it. Not to be called while another thread uses them.
  ///
  /// @throws CandleException if the tensor is of integers and the value is not one
  public void constSet(double value) {
    checkFits("const_set", value);
    update(new Update.Fill(value));
  }

  /// Sets every element to a value, which is exact for I64; all views of the elements see it. Not to be called while
  /// another thread uses them.
  ///
  /// @throws CandleException if the dtype cannot hold the value
  public void constSet(long value) {
    if (dtype() == DType.I64) {
      update(new Update.Set(), scalarLike("const_set", value));
    } else {
      constSet((double) value);
    }
  }

  /// As Candle prints it: the elements, abbreviated where there are many, then shape and dtype.
  @Override
  public String toString() {
    return Display.text(this);
  }

  /// As Rust's `{:?}` prints it: one line, without the elements of larger tensors.
  public String toDebugString() {
    return Display.debugText(this);
  }

  // ---- for this package

  /// Checks the operands, runs the operation and records it where gradients are wanted. Every operation goes through
  /// here.
  static Tensor apply(Op op, Tensor... xs) {
    return Watch.isOn() ? Watch.apply(op, xs) : run(op, xs);
  }

  /// [#apply], unwatched.
  static Tensor run(Op op, Tensor... xs) {
    Device device = xs[0].device;
    if (op instanceof Op.View view) {
      Node node = Autograd.record(op, xs[0].dtype(), xs, NONE);
      return new Tensor(xs[0].storage(), view.apply(xs[0].layout), device, node);
    }
    TypedShape[] types = new TypedShape[xs.length];
    Operand[] operands = new Operand[xs.length];
    for (int i = 0; i < xs.length; i++) {
      types[i] = xs[i].typed();
      operands[i] = xs[i].operand();
    }
    TypedShape result = ShapeRules.of(op, types);
    result.shape().arrayLength(); // throws before any kernel asks for memory
    Backend.Output output = backend(device).run(op, result, operands);
    Tensor[] saved = output.saved().isEmpty() ? NONE : saved(output.saved(), device);
    Node node = Autograd.record(op, result.dtype(), xs, saved);
    return new Tensor(output.value(), Layout.contiguous(result.shape()), device, node);
  }

  /// Throws, naming `operation`, if the elements lie in a mapped file.
  void checkChangeable(String operation) {
    if (storage instanceof MappedStorage mapped) {
      throw CandleException.withHint(
          CandleException.Kind.ARGUMENT,
          operation,
          operation + ": the tensor lies in the mapped file " + mapped.name(),
          "files are only read; change a copy of it: x.copy()");
    }
  }

  /// Changes this tensor in place.
  void update(Update update, Tensor... xs) {
    checkChangeable(update.text());
    if (Watch.isOn()) {
      Watch.update(update, this, xs);
    } else {
      change(update, xs);
    }
  }

  /// [#update], unwatched.
  void change(Update update, Tensor... xs) {
    Operand[] operands = new Operand[xs.length];
    Arrays.setAll(operands, i -> xs[i].operand());
    backend(device).update(update, new Operand(storage, layout), operands);
  }

  /// `this += other`, without a new tensor.
  void addInPlace(Tensor other) {
    update(new Update.Add(), other);
  }

  /// Summed down to a shape from which this one could have been broadcast: the derivative of broadcasting.
  Tensor sumTo(Shape to) {
    int added = rank() - to.rank();
    int[] dims = new int[rank()];
    int n = 0;
    for (int d = 0; d < rank(); d++) {
      if (d < added || (to.dim(d - added) == 1 && dim(d) != 1)) {
        dims[n++] = d;
      }
    }
    return sumKeepdim(Movement.list(Arrays.copyOf(dims, n))).reshape(to);
  }

  /// A number as a tensor of the shape and dtype of this one; only one element is held.
  Tensor scalarLike(String operation, double value) {
    checkFits(operation, value);
    return fresh(backend(device).full(dtype(), 1, value), Shape.of(), device).broadcastAs(shape());
  }

  /// A number as a tensor of the shape and dtype of this one; only one element is held.
  Tensor scalarLike(String operation, long value) {
    // A double has too few digits for some I64; no other dtype has as many.
    return dtype() == DType.I64
        ? of(value, device).broadcastAs(shape())
        : scalarLike(operation, (double) value);
  }

  /// The elements, to be read.
  Storage storage() {
    Uses.note(this, storage);
    return storage;
  }

  /// True if a change of one tensor in place may be a change of the other.
  boolean sharesStorage(Tensor other) {
    return storage == other.storage;
  }

  @Nullable Node node() {
    return node;
  }

  /// The array of the storage, whatever the layout.
  Object array() {
    return cpuStorage().array();
  }

  /// The elements of the storage, whatever the layout.
  CpuStorage cpuStorage() {
    return switch (storage()) {
      case HeapStorage heap -> heap.data();
      case MappedStorage mapped -> throw new IllegalStateException(mapped.name() + " is mapped");
    };
  }

  /// This tensor with its elements in arrays: itself, or a copy of what lies in a mapped file.
  Tensor onHeap() {
    return storage instanceof MappedStorage ? detach().forceContiguous() : this;
  }

  /// To be called after a change of the elements that went past the backend.
  void changed() {
    switch (storage) {
      case HeapStorage heap -> heap.changed();
      case MappedStorage mapped -> throw new IllegalStateException(mapped.name() + " is mapped");
    }
  }

  /// The number of tensors made so far: a later one has a larger id.
  static long newest() {
    return IDS.get();
  }

  private static Tensor filled(double value, Shape shape, DType dtype, Device device) {
    return fresh(backend(device).full(dtype, shape.arrayLength(), value), shape, device);
  }

  static Tensor fresh(Storage storage, Shape shape, Device device) {
    return Watch.made(new Tensor(storage, Layout.contiguous(shape), device, null));
  }

  static Backend backend(Device device) {
    return CpuBackend.INSTANCE;
  }

  /// Shape and dtype, as shape rules take them.
  TypedShape typed() {
    return new TypedShape(shape(), dtype());
  }

  Operand operand() {
    return new Operand(storage(), layout);
  }

  /// The elements, to be looked at by those who explain. That the program has read them is not noted; see [Uses].
  Operand looked() {
    return new Operand(storage, layout);
  }

  private static Tensor[] saved(List<Storage> storages, Device device) {
    Tensor[] result = new Tensor[storages.size()];
    for (int i = 0; i < result.length; i++) {
      Storage storage = storages.get(i);
      int length =
          switch (storage) {
            case HeapStorage heap -> heap.data().length();
            case MappedStorage mapped -> mapped.length();
          };
      result[i] = new Tensor(storage, Layout.contiguous(Shape.of(length)), device, null);
    }
    return result;
  }

  /// A number for a tensor of integers. Throws, naming `operation`, if it is no integer of 64 bits.
  long whole(String operation, double value) {
    checkWhole(operation, value);
    if (!DType.I64.holds(value)) {
      throw CandleException.unsupportedDtype(
          operation, dtype(), value + " does not fit; cast first: x.toDtype(DType.F64)");
    }
    return (long) value;
  }

  /// Throws, naming `operation`, if the dtype is of integers and the number is not one.
  private void checkWhole(String operation, double value) {
    if (dtype().isInt() && (value != Math.rint(value) || Double.isInfinite(value))) {
      throw CandleException.unsupportedDtype(
          operation, dtype(), value + " is not an integer; cast first: x.toDtype(DType.F32)");
    }
  }

  /// Throws, naming `operation`, if the dtype cannot hold a number.
  private void checkFits(String operation, double value) {
    checkWhole(operation, value);
    if (!dtype().holds(value)) {
      throw CandleException.unsupportedDtype(
          operation,
          dtype(),
          value
              + " does not fit; cast first: x.toDtype(DType."
              + (DType.I64.holds(value) ? "I64" : "F64")
              + ")");
    }
  }

  /// The dimension that `dim` means, from 0; its error says where this tensor was made.
  int axis(int dim, String operation) {
    try {
      return shape().index(dim, operation);
    } catch (CandleException e) {
      throw Origins.placed(e, this);
    }
  }

  /// The dimensions that `dims` mean, as [#axis] finds one.
  int[] axes(int[] dims, String operation) {
    try {
      return shape().indexes(dims, operation);
    } catch (CandleException e) {
      throw Origins.placed(e, this);
    }
  }

  /// The place that `dim` means for a new dimension, as [#axis] finds that of one which is there.
  int newAxis(int dim, String operation) {
    try {
      return shape().indexPlusOne(dim, operation);
    } catch (CandleException e) {
      throw Origins.placed(e, this);
    }
  }

  private int[] dimsOfRank(int rank) {
    if (rank() != rank) {
      throw Origins.placed(CandleException.unexpectedRank("dims" + rank, rank, shape()), this);
    }
    return dims();
  }
}
