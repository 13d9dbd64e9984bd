package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tensors in mapped files: every operation gives what it gives for a tensor on the heap.
class MappedTensorTest {
  private static Tensor mapped(Path file, Tensor x) {
    x.saveSafetensors("x", file);
    return new MmapedSafetensors(file).load("x", Device.CPU);
  }

  /// The tensor in a file of its own, which is deleted; what is mapped stays readable.
  static Tensor mapped(Tensor x) {
    try {
      Path file = Files.createTempFile("candle", ".safetensors");
      Tensor result = mapped(file, x);
      Files.delete(file);
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Property(tries = 3)
  void everyMethodOfTensor(@ForAll long seed) {
    MethodGradientProperties.each(
        seed,
        (_, f, at) -> {
          List<Tensor> onHeap = new ArrayList<>();
          List<Tensor> inFile = new ArrayList<>();
          for (Point point : at) {
            Tensor base = point.base().toDtype(DType.F32);
            onHeap.add(point.view().apply(base));
            inFile.add(point.view().apply(mapped(base)));
          }
          assertClose(f.apply(inFile), f.apply(onHeap));
        });
  }

  private static void assertClose(Tensor found, Tensor wanted) {
    assertThat(found.shape()).isEqualTo(wanted.shape());
    assertThat(found.dtype()).isEqualTo(wanted.dtype());
    double[] x = found.toDtype(DType.F64).flattenAll().toVec1F64();
    double[] y = wanted.toDtype(DType.F64).flattenAll().toVec1F64();
    for (int i = 0; i < x.length; i++) {
      if (Double.compare(x[i], y[i]) != 0) {
        assertThat(x[i]).isCloseTo(y[i], Offset.offset(1e-5 * Math.max(1, Math.abs(y[i]))));
      }
    }
  }

  /// Matrices of several blocks, of both orders in memory, of all floats, left and right, with vectors and matrices, in
  /// batches. The sums run along k in the same order, in F32, so only the shapes of the tiles tell results apart.
  @Test
  void productsReadTheFileInBlocks() {
    for (DType dtype : List.of(DType.F32, DType.BF16, DType.F16, DType.F8E4M3, DType.F64)) {
      Tensor w = Listed.random(dtype, 700, 600);
      Tensor inFile = mapped(w);
      for (int rows : new int[] {1, 9}) {
        Tensor x = Listed.random(dtype, rows, 600);
        assertProduct(x.matmul(inFile.t()), x.matmul(w.t()));
        Tensor left = Listed.random(dtype, rows, 700);
        assertProduct(left.matmul(inFile), left.matmul(w));
        assertProduct(inFile.matmul(x.t()), w.matmul(x.t()));
        assertProduct(inFile.t().matmul(left.t()), w.t().matmul(left.t()));
        Tensor narrow = x.narrow(1, 3, 500);
        assertProduct(
            narrow.matmul(inFile.narrow(1, 7, 500).narrow(0, 5, 300).t()),
            narrow.matmul(w.narrow(1, 7, 500).narrow(0, 5, 300).t()));
        Tensor batch = Listed.random(dtype, 2, rows, 600);
        assertProduct(batch.broadcastMatmul(inFile.t()), batch.broadcastMatmul(w.t()));
      }
      Tensor stacked = Listed.random(dtype, 3, 4, 5);
      assertProduct(
          Listed.random(dtype, 3, 2, 4).matmul(mapped(stacked)),
          Listed.random(dtype, 3, 2, 4).matmul(stacked));
    }
  }

  private static void assertProduct(Tensor found, Tensor wanted) {
    assertThat(found.shape()).isEqualTo(wanted.shape());
    assertThat(found.dtype()).isEqualTo(wanted.dtype());
    double[] x = found.toDtype(DType.F64).flattenAll().toVec1F64();
    double[] y = wanted.toDtype(DType.F64).flattenAll().toVec1F64();
    // Sums of up to 700 products of numbers up to 2, in F32; then one rounding to the dtype.
    double unit =
        switch (wanted.dtype()) {
          case F16 -> 0x1p-10;
          case BF16 -> 0x1p-7;
          case F8E4M3 -> 0x1p-3;
          default -> 0x1p-23;
        };
    for (int i = 0; i < x.length; i++) {
      double bound = 700 * 4 * 0x1p-23 * 8 + Math.abs(y[i]) * unit;
      assertThat(x[i]).isCloseTo(y[i], Offset.offset(bound));
    }
  }

  @Test
  void castsReadTheFileInPlace() {
    for (DType from : DType.values()) {
      Tensor x = Tensor.arange(0f, 70_000f, Device.CPU).affine(1.0 / 1024, 0).toDtype(from);
      Tensor inFile = mapped(x);
      for (DType to : DType.values()) {
        assertClose(inFile.toDtype(to), x.toDtype(to));
        assertClose(inFile.narrow(0, 5, 9_000).toDtype(to), x.narrow(0, 5, 9_000).toDtype(to));
      }
    }
  }

  @Test
  void embeddingsReadTheirRowsOnly() {
    Tensor table = Listed.random(DType.F16, 50, 4, 3);
    Tensor inFile = mapped(table);
    Tensor ids = Tensor.fromVec(new int[] {49, 0, -1, 7, 7}, Shape.of(5), DType.U32, Device.CPU);
    assertClose(inFile.indexSelect(ids, 0), table.indexSelect(ids, 0));
    Tensor columns = Tensor.of(new long[] {2, 0}, Device.CPU);
    assertClose(inFile.indexSelect(columns, 1), table.indexSelect(columns, 1));
    assertClose(inFile.indexSelect(columns, 2), table.indexSelect(columns, 2));
    assertClose(inFile.t().indexSelect(columns, 1), table.t().indexSelect(columns, 1));
    assertClose(table.indexSelect(mapped(columns), 1), table.indexSelect(columns, 1));
    Errors.of(() -> inFile.indexSelect(Tensor.of(new long[] {50}, Device.CPU), 0))
        .is(CandleException.Kind.INDEX, "index-select");
  }

  @Test
  void gradientsGoThroughProductsWithMappedWeights() {
    Tensor w = Listed.random(DType.F32, 300, 200);
    Var x = Var.fromTensor(Listed.random(DType.F32, 4, 200));
    Tensor wanted = gradient(x, x.matmul(w.t()));
    assertClose(gradient(x, x.matmul(mapped(w).t())), wanted);
    assertClose(gradient(x, Fused.linear(x, mapped(w))), wanted);
    Tensor bias = Listed.random(DType.F32, 300);
    assertClose(Fused.linear(x, mapped(w), mapped(bias)), Fused.linear(x, w, bias));
  }

  private static Tensor gradient(Var x, Tensor y) {
    return y.sqr().sumAll().backward().get(x).orElseThrow();
  }

  @Test
  void aTransposedFileIsPackedAsOneOnTheHeapIs() {
    Tensor x = Listed.random(DType.F32, 70, 50);
    assertClose(mapped(x).t().contiguous(), x.t().contiguous());
    Tensor ids = Tensor.of(new long[] {49, 3}, Device.CPU);
    assertClose(mapped(x).t().indexSelect(ids, 0), x.t().indexSelect(ids, 0));
  }

  @Test
  void aVariableStartsWithACopy() {
    Tensor inFile = mapped(Tensor.of(new float[] {1, 2}, Device.CPU));
    Var v = Var.fromTensor(inFile);
    v.set(Tensor.of(new float[] {3, 4}, Device.CPU));
    assertThat(inFile.toVec1F32()).containsExactly(1, 2);
    v.set(inFile);
    assertThat(v.toVec1F32()).containsExactly(1, 2);
  }

  @Test
  void filesAreNotChangedInPlace(@TempDir Path folder) {
    Path file = folder.resolve("f");
    Tensor x = mapped(file, Tensor.of(new float[] {1, 2}, Device.CPU));
    Errors.of(x::zeroSet)
        .is(CandleException.Kind.ARGUMENT, "const_set")
        .says(
            "const_set: the tensor lies in the mapped file " + file,
            "files are only read; change a copy of it: x.copy()");
    Errors.of(() -> x.sliceSet(Tensor.of(new float[] {1}, Device.CPU), 0, 0))
        .is(CandleException.Kind.ARGUMENT, "set");
    x.copy().zeroSet();
  }

  @Test
  void printsLikeAnyOther() {
    Tensor x = Tensor.arange(0f, 6f, Device.CPU).reshape(2, 3);
    assertThat(mapped(x)).hasToString(x.toString());
    assertThat(mapped(x).summary()).isEqualTo(x.summary());
    assertThat(mapped(x).toVec2F32()).isDeepEqualTo(x.toVec2F32());
  }

  @Test
  void aSummaryReadsAFilePartByPart() {
    Tensor x = Tensor.randn(5f, 2f, Shape.of(300, 1000), Device.CPU);
    Tensor[] some = {x, x.div(0), x.t(), x.narrow(0, 100, 150), x.narrow(1, 1, 900)};
    for (Tensor each : some) {
      assertThat(mapped(each).summary()).isEqualTo(each.contiguous().summary());
    }
    Tensor part = mapped(x).narrow(0, 100, 150);
    assertThat(part.summary()).isEqualTo(x.narrow(0, 100, 150).summary());
    assertThat(mapped(x).t().summary()).isEqualTo(x.t().summary());
  }

  @Test
  void aFileThatBecomesShorterIsAnError(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("f");
    Tensor x = mapped(file, Tensor.zeros(Shape.of(1 << 20), DType.F32, Device.CPU));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4096);
    }
    CandleException e = Errors.of(x::sumAll).is(CandleException.Kind.FILE, "read").error();
    assertThat(e)
        .hasMessage(
            file
                + ": the file has become shorter, or its disk failed, since it was mapped\n"
                + "replace files whole (as save does) while programs use them, and load it again");
    Tensor w = x.reshape(1024, 1024);
    Tensor v = Tensor.ones(Shape.of(1, 1024), DType.F32, Device.CPU);
    Errors.of(() -> v.matmul(w)).is(CandleException.Kind.FILE, "read");
    Errors.of(() -> x.toDtype(DType.F16)).is(CandleException.Kind.FILE, "read");
  }

  @Test
  void severalTensorsOfOneFile(@TempDir Path folder) {
    Path file = folder.resolve("f");
    // 3 bytes first would leave the others unaligned; the order of types keeps them aligned.
    Tensor bytes = Tensor.of(new byte[] {1, 2, 3}, Device.CPU);
    Tensor wide = Tensor.of(new double[] {1, 2}, Device.CPU);
    Safetensors.save(Map.of("a", bytes, "b", wide), file);
    MmapedSafetensors all = new MmapedSafetensors(file);
    assertThat(all.load("a", Device.CPU).toVec1U8()).containsExactly(1, 2, 3);
    assertThat(all.load("b", Device.CPU).toVec1F64()).containsExactly(1, 2);
  }
}
