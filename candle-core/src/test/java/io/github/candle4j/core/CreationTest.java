package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Tensors made of nothing, of numbers and of bytes; numbers of arange and linspace are PyTorch's
/// (tools/oracles/shapes.py).
class CreationTest {
  private static final Device CPU = Device.CPU;

  @Test
  void everyDtypeInEveryWay() {
    Shape shape = Shape.of(2, 2);
    for (DType dtype : DType.values()) {
      assertIs(Tensor.zeros(shape, dtype, CPU), shape, 0, 0, 0, 0);
      assertIs(Tensor.empty(shape, dtype, CPU), shape, 0, 0, 0, 0);
      assertIs(Tensor.ones(shape, dtype, CPU), shape, 1, 1, 1, 1);
      assertIs(Tensor.full(3, shape, dtype, CPU), shape, 3, 3, 3, 3);
      assertIs(Tensor.full(3.0, shape, dtype, CPU), shape, 3, 3, 3, 3);
      assertIs(Tensor.of(new float[] {1, 2}, dtype, CPU), Shape.of(2), 1, 2);
      assertIs(Tensor.of(new long[][] {{1, 2}}, dtype, CPU), Shape.of(1, 2), 1, 2);
      assertIs(Tensor.fromVec(new int[] {1, 2}, Shape.of(-1), dtype, CPU), Shape.of(2), 1, 2);
      assertIs(Tensor.fromSlice(new short[] {1, 2}, Shape.of(2), dtype, CPU), Shape.of(2), 1, 2);
      assertIs(Tensor.fromIter(List.of(1.5, 2.0), dtype, CPU).ceil(), Shape.of(2), ceil(dtype));
      assertIs(Tensor.arange(0, 3, dtype, CPU), Shape.of(3), 0, 1, 2);
      assertIs(Tensor.eye(2, dtype, CPU), shape, 1, 0, 0, 1);
      assertIs(Tensor.tril2(2, dtype, CPU), shape, 1, 0, 1, 1);
      assertIs(Tensor.triu2(2, dtype, CPU), shape, 1, 1, 0, 1);
      Tensor like = Tensor.ones(shape, dtype, CPU).emptyLike();
      assertThat(like.dtype()).isEqualTo(dtype);
      assertIs(like, shape, 0, 0, 0, 0);
    }
  }

  private static double[] ceil(DType dtype) {
    return dtype.isInt() ? new double[] {1, 2} : new double[] {2, 2};
  }

  @Test
  void elementsLeaveInEveryDtypeAndRank() {
    for (DType dtype : DType.values()) {
      Tensor x = Numbers.from(1, 1, 2, 1).toDtype(dtype);
      Object deep = HostReader.toVec3(x);
      assertThat(deep).isEqualTo(HostReader.expected(dtype));
    }
    Tensor f8 = Tensor.of(new float[][] {{1, 17}}, DType.F8E4M3, CPU);
    assertThat(f8.toVec2F8E4M3()).isDeepEqualTo(new float[][] {{1, 16}});
    assertThat(f8.get(0).toVec1F8E4M3()).containsExactly(1, 16);
    assertThat(f8.i(0, 1).toScalarF8E4M3()).isEqualTo(16);
    assertThat(f8.i(0, 0).toVec0F8E4M3()).isEqualTo(1);
    assertThat(f8.unsqueeze(0).toVec3F8E4M3()).isDeepEqualTo(new float[][][] {{{1, 16}}});
    Errors.of(f8::toVec2F32).is(Kind.DTYPE, "to_vec");
  }

  @Test
  void numbersOfAClassGiveItsDtype() {
    assertThat(Tensor.fromIter(List.of(1f, 2f), CPU).dtype()).isEqualTo(DType.F32);
    assertThat(Tensor.fromIter(List.of(1.0), CPU).dtype()).isEqualTo(DType.F64);
    assertThat(Tensor.fromIter(Set.of(7), CPU).toVec1U32()).containsExactly(7);
    assertThat(Tensor.fromIter(List.of(-7L), CPU).toVec1I64()).containsExactly(-7);
    assertThat(Tensor.fromIter(List.of((short) -7), CPU).toVec1I16()).containsExactly((short) -7);
    assertThat(Tensor.fromIter(List.of((byte) -1), CPU).toVec1U8()).containsExactly((byte) 255);
    assertThat(Tensor.fromIter(List.of(-1), DType.I32, CPU).toVec1I32()).containsExactly(-1);
    long exact = (1L << 53) + 1;
    assertThat(Tensor.fromIter(List.of(exact), CPU).toVec1I64()).containsExactly(exact);
    assertThat(Tensor.full(exact, Shape.of(1), DType.I64, CPU).toVec1I64()).containsExactly(exact);
    assertIs(Tensor.fromIter(List.<Float>of(), DType.F16, CPU), Shape.of(0));
  }

  @Test
  void numbersWithoutADtypeAreRefused() {
    Errors.of(() -> Tensor.fromIter(List.<Float>of(), CPU))
        .is(Kind.ARGUMENT, "from_iter")
        .says(
            "from_iter: nothing says which dtype no number has",
            "give the dtype before the device");
    Errors.of(() -> Tensor.fromIter(List.<Number>of(1, 2L), CPU))
        .is(Kind.DTYPE, "from_iter")
        .says("from_iter wants numbers of one class, got Integer and, at position 1, Long");
    Errors.of(() -> Tensor.fromIter(List.of(java.math.BigInteger.ONE), CPU))
        .is(Kind.DTYPE, "from_iter")
        .says(
            "from_iter: no dtype for numbers of class BigInteger",
            "it takes Float, Double, Integer, Long, Short and Byte");
    Errors.of(() -> Tensor.fromIter(List.of(1, -2), CPU)).is(Kind.ARGUMENT, "from_vec");
    for (List<Float> numbers : List.of(listOf(1f, null), listOf(null, 1f))) {
      int at = numbers.indexOf(null);
      Errors.of(() -> Tensor.fromIter(numbers, CPU))
          .is(Kind.ARGUMENT, "from_iter")
          .says("from_iter wants numbers, got null at position " + at);
    }
  }

  @Test
  void bytesAreLittleEndian() {
    byte[] bytes = {0, 0, (byte) 0x80, 0x3F, 0, 0, 0x20, (byte) 0xC0};
    assertIs(Tensor.fromRawBuffer(bytes, DType.F32, Shape.of(2, 1), CPU), Shape.of(2, 1), 1, -2.5);
    assertThat(Tensor.fromRawBuffer(bytes, DType.U32, Shape.of(2), CPU).toVec1U32())
        .containsExactly(0x3F800000, 0xC0200000);
    assertThat(Tensor.fromRawBuffer(bytes, DType.BF16, Shape.of(4), CPU).toVec1BF16())
        .containsExactly(0, 1, 0, -2.5f);
    assertThat(Tensor.fromRawBuffer(bytes, DType.I64, Shape.of(), CPU).toScalarI64())
        .isEqualTo(0xC0200000_3F800000L);
  }

  @Test
  void bytesOfAnyDtypeAndLayoutComeBack() {
    for (DType dtype : DType.values()) {
      // More than one block of the writer, as a view that is not contiguous.
      Tensor x = Numbers.from0(3, 6000).toDtype(DType.U8).toDtype(dtype).t().narrow(0, 1, 5999);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      x.writeBytes(out);
      assertThat(out.size()).isEqualTo(3 * 5999 * dtype.sizeInBytes());
      Tensor back = Tensor.fromRawBuffer(out.toByteArray(), dtype, x.shape(), CPU);
      assertThat(back.eq(x).toDtype(DType.F32).sumAll().toScalarF32()).isEqualTo(3 * 5999);
    }
  }

  @Test
  void errorsOfBytes() {
    Errors.of(() -> Tensor.fromRawBuffer(new byte[10], DType.F32, Shape.of(2), CPU))
        .is(Kind.SHAPE, "from_raw_buffer")
        .says(
            "Shape mismatch, got buffer of size 2 which is compatible with shape [2]",
            "the shape [2] of dtype F32 wants 8 bytes, got 10");
    Errors.of(() -> Tensor.fromRawBuffer(new byte[4], DType.F32, Shape.of(-1), CPU))
        .is(Kind.SHAPE, "shape");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("disk full");
          }
        };
    Errors.of(() -> Numbers.from0(2).writeBytes(full))
        .is(Kind.FILE, "write_bytes")
        .says("write_bytes: disk full");
  }

  @Test
  void arangeDoesNotDrift() {
    assertIs(
        Tensor.arangeStep(0.0, 1.0, 0.1, CPU),
        Shape.of(10),
        "0 0.1 0.2 0.30000000000000004 0.4 0.5 0.6000000000000001 0.7000000000000001 0.8 0.9");
    assertIs(Tensor.arangeStep(1.0, 0.0, -0.25, CPU), Shape.of(4), 1, 0.75, 0.5, 0.25);
    assertIs(Tensor.arangeStep(0, 1.0000001, 0.25, CPU), Shape.of(5), 0, 0.25, 0.5, 0.75, 1);
    assertThat(Tensor.arangeStep(0f, 1.0000001f, 0.25f, CPU).dims1()).isEqualTo(5);
    assertThat(Tensor.arangeStep(-1f, 1f, 0.3f, CPU).dims1()).isEqualTo(7);
    Tensor tenths = Tensor.arangeStep(0, 100_000, 0.1, DType.F32, CPU);
    assertThat(tenths.dims1()).isEqualTo(1_000_000);
    // Rounded once; PyTorch, with a step in F32, has the float above.
    assertThat(tenths.i(-1).toScalarF32()).isEqualTo(99_999.9f);
    assertIs(Tensor.arange(2.0, 2.0, CPU), Shape.of(0));
    assertIs(Tensor.arange(5f, 1f, CPU), Shape.of(0));
  }

  @Test
  void arangeOfIntegers() {
    assertIs(Tensor.arangeStep((byte) 250, (byte) 255, (byte) 2, CPU), Shape.of(3), 250, 252, 254);
    assertIs(Tensor.arange((short) -2, (short) 1, CPU), Shape.of(3), -2, -1, 0);
    assertIs(Tensor.arangeStep(5, 0, -2, CPU), Shape.of(3), 5, 3, 1);
    assertIs(Tensor.arange(0, 2.5, DType.I32, CPU), Shape.of(3), 0, 1, 2);
    assertIs(Tensor.arangeStep(0, -2.5, -1, DType.I32, CPU), Shape.of(3), 0, -1, -2);
    long max = Long.MAX_VALUE;
    long min = Long.MIN_VALUE;
    assertThat(Tensor.arangeStep(min, max, max, CPU).toVec1I64()).containsExactly(min, -1, max - 1);
    assertThat(Tensor.arangeStep(max, min, min, CPU).toVec1I64()).containsExactly(max, -1);
    assertIs(Tensor.arange(3L, 3L, CPU), Shape.of(0));
    Errors.of(() -> Tensor.arange(min, max, CPU)).is(Kind.ARGUMENT, "arange");
    Errors.of(() -> Tensor.arange(0L, 1L << 40, CPU)).is(Kind.ARGUMENT, "arange");
  }

  @Test
  void arangeOfIntegersKnowsTheEndsOfItsDtype() {
    Errors.of(() -> Tensor.arange(1e19, 1e19 + 4096, DType.I64, CPU))
        .is(Kind.ARGUMENT, "arange")
        .says(
            "arange: 10000000000000000000 does not fit dtype I64",
            "give a wider dtype before the device, such as DType.F64");
    Errors.of(() -> Tensor.arangeStep(0, 2e19, 5e18, DType.I64, CPU))
        .says(
            "arange: 15000000000000000000 does not fit dtype I64",
            "give a wider dtype before the device, such as DType.F64");
    Errors.of(() -> Tensor.arange(1e19, 1e19 + 4096, DType.U8, CPU)).is(Kind.ARGUMENT, "arange");
    assertIs(Tensor.arange(1e19, 0, DType.I64, CPU), Shape.of(0));
    assertIs(Tensor.arangeStep(3, 8, 1e19, DType.I64, CPU), Shape.of(1), 3);
    long[] top = Tensor.arange(0x1p63 - 1024, 0x1p63, DType.I64, CPU).toVec1I64();
    assertThat(top).hasSize(1024).endsWith(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(Tensor.arangeStep(0x1p62, -0x1.8p63, -0x1p62, DType.I64, CPU).toVec1I64())
        .containsExactly(1L << 62, 0, -(1L << 62), Long.MIN_VALUE);
    // The largest F16 is 65504; floats are rounded, as casts round them.
    assertIs(
        Tensor.arange(70000, 70002, DType.F16, CPU),
        Shape.of(2),
        Double.POSITIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  @Test
  void errorsOfArange() {
    Errors.of(() -> Tensor.arangeStep(0L, 5L, 0L, CPU))
        .is(Kind.ARGUMENT, "arange")
        .says("step cannot be zero");
    Errors.of(() -> Tensor.arangeStep(0.0, 5.0, -0.0, CPU)).says("step cannot be zero");
    Errors.of(() -> Tensor.arange(0, 300, DType.U8, CPU))
        .is(Kind.ARGUMENT, "arange")
        .says(
            "arange: 299 does not fit dtype U8",
            "give a wider dtype before the device, such as DType.I64");
    Errors.of(() -> Tensor.arange(-1, 2, CPU)).is(Kind.ARGUMENT, "arange");
    Errors.of(() -> Tensor.arangeStep(0, 1, 0.5, DType.I64, CPU))
        .is(Kind.DTYPE, "arange")
        .says(
            "unsupported dtype I64 for op arange",
            "0.0 or 0.5 is not an integer; use a float, DType.F32");
    Errors.of(() -> Tensor.arange(0.0, Double.POSITIVE_INFINITY, CPU))
        .says("arange wants finite numbers, got 0.0, Infinity, 1.0");
    Errors.of(() -> Tensor.arange(Double.NaN, 1.0, CPU)).is(Kind.ARGUMENT, "arange");
  }

  @Test
  void linspaceMeetsBothEnds() {
    assertIs(Tensor.linspace(0.0, 1.0, 5, CPU), Shape.of(5), 0, 0.25, 0.5, 0.75, 1);
    assertIs(
        Tensor.linspace(-2f, 3f, 4, CPU),
        Shape.of(4),
        "-2 -0.3333333432674408 1.3333333730697632 3");
    assertIs(Tensor.linspace(3f, -2f, 1, CPU), Shape.of(1), 3);
    assertIs(Tensor.linspace(1, 0, 3, DType.BF16, CPU), Shape.of(3), 1, 0.5, 0);
    assertIs(Tensor.linspace(1.0, 2.0, 0, CPU), Shape.of(0));
    Errors.of(() -> Tensor.linspace(0f, 1f, -1, CPU))
        .is(Kind.ARGUMENT, "linspace")
        .says("linspace wants 0 steps or more, got -1");
    Errors.of(() -> Tensor.linspace(0, 1, 2, DType.I64, CPU)).is(Kind.DTYPE, "linspace");
  }

  @Test
  void meshgridInBothOrders() {
    Tensor x = Tensor.of(new float[] {1, 2, 3}, CPU);
    Tensor y = Tensor.of(new float[] {4, 5}, CPU);
    List<Tensor> ij = Tensor.meshgrid(false, x, y);
    assertIs(ij.get(0), Shape.of(3, 2), 1, 1, 2, 2, 3, 3);
    assertIs(ij.get(1), Shape.of(3, 2), 4, 5, 4, 5, 4, 5);
    List<Tensor> xy = Tensor.meshgrid(List.of(x, y), true);
    assertIs(xy.get(0), Shape.of(2, 3), 1, 2, 3, 1, 2, 3);
    assertIs(xy.get(1), Shape.of(2, 3), 4, 4, 4, 5, 5, 5);
    Tensor z = Tensor.of(new float[] {6}, CPU);
    assertThat(Tensor.meshgrid(true, x, y, z).get(2).shape()).isEqualTo(Shape.of(2, 3, 1));
    Errors.of(() -> Tensor.meshgrid(true, x))
        .is(Kind.ARGUMENT, "meshgrid")
        .says("meshgrid expects at least two tensors");
    Errors.of(() -> Tensor.meshgrid(true, x, x.unsqueeze(0))).is(Kind.SHAPE, "meshgrid");
  }

  @Test
  void scalarsHaveNoSizes() {
    assertThat(Tensor.of(1f, CPU).dims0()).isEmpty();
    Errors.of(() -> Numbers.from0(1).dims0())
        .is(Kind.SHAPE, "dims0")
        .says(
            "unexpected rank, expected: 0, got: 1 ([1])",
            "squeeze(dim) takes a dimension of size 1 away, flatten(from, to) joins several");
  }

  /// The elements of a tensor by the method of its dtype.
  private static final class HostReader {
    static Object toVec3(Tensor x) {
      return switch (x.dtype()) {
        case U8 -> x.toVec3U8();
        case U32 -> x.toVec3U32();
        case I16 -> x.toVec3I16();
        case I32 -> x.toVec3I32();
        case I64 -> x.toVec3I64();
        case BF16 -> x.toVec3BF16();
        case F16 -> x.toVec3F16();
        case F32 -> x.toVec3F32();
        case F64 -> x.toVec3F64();
        case F8E4M3 -> x.toVec3F8E4M3();
      };
    }

    static Object expected(DType dtype) {
      return switch (dtype) {
        case U8 -> new byte[][][] {{{1}, {2}}};
        case I16 -> new short[][][] {{{1}, {2}}};
        case U32, I32 -> new int[][][] {{{1}, {2}}};
        case I64 -> new long[][][] {{{1}, {2}}};
        case BF16, F16, F32, F8E4M3 -> new float[][][] {{{1}, {2}}};
        case F64 -> new double[][][] {{{1}, {2}}};
      };
    }
  }

  @SuppressWarnings("NullAway") // What callers that do not check may hand over.
  private static List<Float> listOf(@Nullable Float... numbers) {
    return Arrays.asList(numbers);
  }
}
