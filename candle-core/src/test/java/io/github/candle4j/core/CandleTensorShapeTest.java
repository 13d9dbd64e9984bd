package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// The tests of Candle's tensor_tests.rs about creation, shapes and movement. Each dtype is printed as F64.
class CandleTensorShapeTest {
  private static final Device CPU = Device.CPU;
  private static final float[][] DATA = {{3, 1, 4, 1, 5}, {2, 1, 7, 8, 2}};

  @Test
  void zeros() {
    Tensor tensor = Tensor.zeros(Shape.of(5, 2), DType.F32, CPU);
    assertThat(tensor.dims2()).containsExactly(5, 2);
  }

  @Test
  void ones() {
    for (DType dtype : DType.values()) {
      assertIs(Tensor.ones(Shape.of(2, 3), dtype, CPU), Shape.of(2, 3), 1, 1, 1, 1, 1, 1);
    }
    assertThat(Tensor.ones(Shape.of(2, 3), DType.F8E4M3, CPU).toVec2F8E4M3())
        .isDeepEqualTo(new float[][] {{1, 1, 1}, {1, 1, 1}});
  }

  /// Candle's `full` fills in place, its `const_set` makes a full tensor; the names are swapped there.
  @Test
  void full() {
    Tensor tensor = Tensor.zeros(Shape.of(3, 4), DType.U32, CPU);
    tensor.constSet(42);
    assertIs(tensor, Shape.of(3, 4), "42 42 42 42 42 42 42 42 42 42 42 42");
    tensor.i(Index.all(), Index.at(2)).constSet(1337);
    assertIs(tensor, Shape.of(3, 4), "42 42 1337 42 42 42 1337 42 42 42 1337 42");
    tensor.i(Index.at(2), Index.all()).constSet(1);
    assertIs(tensor, Shape.of(3, 4), "42 42 1337 42 42 42 1337 42 1 1 1 1");
    assertThat(Tensor.full(42, Shape.of(2, 3), CPU).toVec2U32())
        .isDeepEqualTo(new int[][] {{42, 42, 42}, {42, 42, 42}});
  }

  @Test
  void arange() {
    assertThat(Tensor.arange((byte) 0, (byte) 5, CPU).toVec1U8()).containsExactly(0, 1, 2, 3, 4);
    assertThat(Tensor.arangeStep((byte) 0, (byte) 5, (byte) 2, CPU).toVec1U8())
        .containsExactly(0, 2, 4);
    assertThat(Tensor.arangeStep((byte) 0, (byte) 5, (byte) 3, CPU).toVec1U8())
        .containsExactly(0, 3);
    assertThat(Tensor.arangeStep(5L, 0L, -1L, CPU).toVec1I64()).containsExactly(5, 4, 3, 2, 1);
    assertThat(Tensor.arangeStep(0, 5, 2, DType.F8E4M3, CPU).toVec1F8E4M3())
        .containsExactly(0, 2, 4);
  }

  @Test
  void addMul() {
    Tensor tensor = Tensor.of(new float[] {3, 1, 4}, CPU);
    assertThat(tensor.dims1()).isEqualTo(3);
    assertThat(tensor.toVec1F32()).containsExactly(3, 1, 4);
    Tensor sum = tensor.add(tensor);
    assertThat(sum.toVec1F32()).containsExactly(6, 2, 8);
    assertThat(sum.mul(sum).toVec1F32()).containsExactly(36, 4, 64);
  }

  @Test
  void tensor2d() {
    Tensor tensor = Tensor.of(DATA, CPU);
    assertThat(tensor.dims2()).containsExactly(2, 5);
    assertThat(tensor.toVec2F32()).isDeepEqualTo(DATA);
  }

  @Test
  void transpose() {
    Tensor tensor = Tensor.of(DATA, CPU).t();
    assertThat(tensor.dims2()).containsExactly(5, 2);
    assertThat(tensor.toVec2F32())
        .isDeepEqualTo(new float[][] {{3, 2}, {1, 1}, {4, 7}, {1, 8}, {5, 2}});
    assertThat(tensor.t().toVec2F32()).isDeepEqualTo(DATA);
    assertThat(tensor.contiguous().t().toVec2F32()).isDeepEqualTo(DATA);
    assertThat(tensor.add(1).t().sub(1).toVec2F32()).isDeepEqualTo(DATA);
  }

  @Test
  void narrow() {
    Tensor tensor =
        Tensor.of(new float[][][] {{{3, 1, 4}, {1, 5, 9}}, {{2, 1, 7}, {8, 2, 8}}}, CPU);
    assertIs(tensor.narrow(2, 1, 2), Shape.of(2, 2, 2), "1 4 5 9 1 7 2 8");
    assertIs(tensor.narrow(1, 1, 1), Shape.of(2, 1, 3), "1 5 9 8 2 8");
    assertIs(tensor.narrow(0, 0, 1), Shape.of(1, 2, 3), "3 1 4 1 5 9");
    assertIs(tensor.narrow(0, 1, 1), Shape.of(1, 2, 3), "2 1 7 8 2 8");
    assertIs(tensor.t().narrow(1, 1, 2), Shape.of(2, 2, 2), "1 5 4 9 1 2 7 8");
  }

  @Test
  void broadcast() {
    Tensor tensor = Tensor.of(new float[] {3, 1, 4}, CPU);
    assertIs(tensor.broadcastLeft(3, 1), Shape.of(3, 1, 3), "3 1 4 3 1 4 3 1 4");
  }

  @Test
  void cat() {
    Tensor t1 = Tensor.of(new float[] {3, 1, 4}, CPU);
    Tensor t2 = Tensor.of(new float[] {1, 5, 9, 2}, CPU);
    Tensor t3 = Tensor.of(new float[] {6, 5, 3, 5, 8, 9}, CPU);
    assertIs(Tensor.cat(List.of(t1), 0), Shape.of(3), "3 1 4");
    assertIs(Tensor.cat(List.of(t1, t2), 0), Shape.of(7), "3 1 4 1 5 9 2");
    assertIs(Tensor.cat(List.of(t1, t2, t3), 0), Shape.of(13), "3 1 4 1 5 9 2 6 5 3 5 8 9");
    Tensor m1 = Tensor.of(new float[][] {{3, 1, 4, 1, 5}, {2, 7, 1, 8, 2}}, CPU);
    Tensor m2 = Tensor.of(new float[][] {{5, 5, 5, 5, 5}, {2, 7, 1, 8, 2}}, CPU);
    String below = "3 1 4 1 5 2 7 1 8 2 5 5 5 5 5 2 7 1 8 2";
    assertIs(Tensor.cat(0, m1, m2), Shape.of(4, 5), below);
    assertIs(Tensor.cat(1, m1.t(), m2.t()).t(), Shape.of(4, 5), below);
    String beside = "3 1 4 1 5 5 5 5 5 5 2 7 1 8 2 2 7 1 8 2";
    assertIs(Tensor.cat(1, m1, m2), Shape.of(2, 10), beside);
  }

  /// The second part of Candle's `cat`.
  @Test
  void catOfThreeDimensions() {
    Tensor t1 = Tensor.arange(0L, 48L, CPU).reshape(2, 6, 4);
    Tensor t2 = Tensor.arange(100L, 124L, CPU).reshape(2, 3, 4);
    Tensor t3 = Tensor.arange(10000L, 10032L, CPU).reshape(2, 4, 4);
    Tensor cat = Tensor.cat(1, t1, t2, t3);
    Tensor other =
        Tensor.cat(1, t1.t().contiguous().t(), t2.t().contiguous().t(), t3.t().contiguous().t());
    assertThat(cat.eq(other).toDtype(DType.F32).sumAll().toScalarF32()).isEqualTo(104);
    assertThat(cat.i(0, 0, 0).toScalarI64()).isZero();
    assertThat(cat.i(0, 4, 0).toScalarI64()).isEqualTo(16);
    assertThat(cat.i(0, 5, 0).toScalarI64()).isEqualTo(20);
    assertThat(cat.i(1, 5, 0).toScalarI64()).isEqualTo(44);
    assertThat(cat.i(0, 6, 0).toScalarI64()).isEqualTo(100);
    assertThat(cat.i(1, 6, 0).toScalarI64()).isEqualTo(112);
    assertThat(cat.i(0, 6, 1).toScalarI64()).isEqualTo(101);
    assertThat(cat.i(0, 7, 1).toScalarI64()).isEqualTo(105);
    assertThat(cat.i(0, 12, 1).toScalarI64()).isEqualTo(10013);
    assertThat(cat.i(1, 12, 3).toScalarI64()).isEqualTo(10031);
    Tensor base = Tensor.arange(0f, 90f, CPU).reshape(3, 6, 5);
    Tensor first = base.narrow(1, 0, 4);
    Tensor second = base.narrow(1, 2, 4);
    assertThat(Tensor.cat(1, first, second).toVec3F32())
        .isDeepEqualTo(Tensor.cat(1, first.contiguous(), second.contiguous()).toVec3F32());
  }

  @Test
  void broadcasting() {
    Tensor t1 = Tensor.arange(0f, 24f, CPU).reshape(4, 2, 3);
    Tensor t2 = Tensor.of(new float[] {100, 200}, CPU);
    Tensor column = t2.reshape(2, 1);
    assertIs(
        t1.broadcastAdd(column),
        Shape.of(4, 2, 3),
        "100 101 102 203 204 205 106 107 108 209 210 211 112 113 114 215 216 217 118 119 120 221"
            + " 222 223");
    assertIs(
        t1.t().broadcastAdd(t2),
        Shape.of(4, 3, 2),
        "100 203 101 204 102 205 106 209 107 210 108 211 112 215 113 216 114 217 118 221 119 222"
            + " 120 223");
    assertIs(
        t1.broadcastSub(column),
        Shape.of(4, 2, 3),
        "-100 -99 -98 -197 -196 -195 -94 -93 -92 -191 -190 -189 -88 -87 -86 -185 -184 -183 -82 -81"
            + " -80 -179 -178 -177");
    assertIs(
        t1.t().broadcastSub(t2),
        Shape.of(4, 3, 2),
        "-100 -197 -99 -196 -98 -195 -94 -191 -93 -190 -92 -189 -88 -185 -87 -184 -86 -183 -82 -179"
            + " -81 -178 -80 -177");
  }

  /// The second part of Candle's `broadcasting`: a view with an offset.
  @Test
  void broadcastingOfAPart() {
    Tensor t1 = Tensor.arange(0f, 24f, CPU).reshape(4, 2, 3).i(Index.from(2));
    Tensor t2 = Tensor.of(new float[] {100, 200}, CPU);
    Tensor column = t2.reshape(2, 1);
    Shape rows = Shape.of(2, 2, 3);
    Shape columns = Shape.of(2, 3, 2);
    assertIs(t1.broadcastAdd(column), rows, "112 113 114 215 216 217 118 119 120 221 222 223");
    assertIs(t1.t().broadcastAdd(t2), columns, "112 215 113 216 114 217 118 221 119 222 120 223");
    assertIs(
        t1.broadcastSub(column), rows, "-88 -87 -86 -185 -184 -183 -82 -81 -80 -179 -178 -177");
    assertIs(
        t1.t().broadcastSub(t2), columns, "-88 -185 -87 -184 -86 -183 -82 -179 -81 -178 -80 -177");
    Tensor t3 = Tensor.of(1f, CPU).broadcastDiv(t2);
    String product = "1200 1300 1400 3000 3200 3400 1800 1900 2000 4200 4400 4600";
    assertIs(t1.broadcastMul(column), rows, product);
    assertIs(t1.broadcastDiv(t3.reshape(2, 1)), rows, product);
    String turned = "1200 3000 1300 3200 1400 3400 1800 4200 1900 4400 2000 4600";
    assertIs(t1.t().broadcastMul(t2), columns, turned);
    assertIs(t1.t().broadcastDiv(t3), columns, turned);
  }

  @Test
  void randn() {
    Supplier<Tensor> normal = () -> Tensor.randn(0f, 1f, Shape.of(5, 3), CPU);
    Supplier<Tensor> uniform = () -> Tensor.rand(0f, 1f, Shape.of(5, 3), CPU);
    for (Supplier<Tensor> draw : List.of(normal, uniform)) {
      Tensor first = draw.get();
      assertThat(first.dims()).containsExactly(5, 3);
      assertThat(first.eq(draw.get()).toDtype(DType.F32).sumAll().toScalarF32()).isLessThan(15);
    }
    assertNoConstantElement(() -> Tensor.randn(0f, 1f, Shape.of(2), CPU));
    assertNoConstantElement(() -> Tensor.rand(0f, 1f, Shape.of(2), CPU));
  }

  private static void assertNoConstantElement(Supplier<Tensor> draw) {
    List<Tensor> draws = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      draws.add(draw.get());
    }
    Tensor all = Tensor.stack(draws, 0);
    assertThat(all.max(0).gt(all.min(0)).toVec1U8()).containsExactly(1, 1);
  }

  @Test
  void repeatWithZeroFactor() {
    Tensor tensor = Tensor.of(new int[][] {{1, 2}, {3, 4}}, CPU);
    assertThat(tensor.repeat(0, 2).dims()).containsExactly(0, 4);
    assertThat(tensor.repeat(0, 2).elemCount()).isZero();
    assertThat(tensor.repeat(2, 0).dims()).containsExactly(4, 0);
    assertThat(tensor.repeat(2, 0).elemCount()).isZero();
  }

  @Test
  void meshgridWithEmptyAxis() {
    Tensor empty = Tensor.fromVec(new float[0], Shape.of(0), CPU);
    Tensor coordinates = Tensor.of(new float[] {10, 20, 30}, CPU);
    List<Tensor> grids = Tensor.meshgrid(List.of(empty, coordinates), false);
    assertThat(grids).hasSize(2);
    for (Tensor grid : grids) {
      assertThat(grid.dims()).containsExactly(0, 3);
      assertThat(grid.elemCount()).isZero();
    }
  }

  @Test
  void zeroDim() {
    Tensor t = Tensor.zeros(Shape.of(4, 0, 1), DType.F32, CPU);
    assertThat(t.dims3()).containsExactly(4, 0, 1);
    Tensor t2 = Tensor.zeros(Shape.of(4, 3, 1), DType.F32, CPU);
    assertThat(Tensor.cat(1, t, t2).dims3()).containsExactly(4, 3, 1);
    assertThat(Tensor.cat(1, t, t).dims3()).containsExactly(4, 0, 1);
    assertThat(t.sqrt().dims3()).containsExactly(4, 0, 1);
    assertThat(t.add(1).dims3()).containsExactly(4, 0, 1);
    assertThat(t2.matmul(t.t()).dims3()).containsExactly(4, 3, 0);
    assertThat(t.matmul(t2.t()).dims3()).containsExactly(4, 0, 3);
    assertThat(t.t().matmul(t).dims3()).containsExactly(4, 1, 1);
  }

  @Test
  void tensorSendSync() throws Exception {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3}, CPU);
    Callable<float[]> twice = () -> tensor.add(tensor).toVec1F32();
    for (FutureTask<float[]> task :
        Collections.nCopies(10, 0).stream().map(i -> started(twice)).toList()) {
      assertThat(task.get()).containsExactly(2, 4, 6);
    }
    assertThat(tensor.toVec1F32()).containsExactly(1, 2, 3);
    tensor.device().synchronize();
    Tensor sum = started(() -> tensor.add(tensor)).get();
    sum.device().synchronize();
    assertThat(sum.toVec1F32()).containsExactly(2, 4, 6);
  }

  private static <T> FutureTask<T> started(Callable<T> body) {
    FutureTask<T> task = new FutureTask<>(body);
    Thread.ofPlatform().daemon().start(task);
    return task;
  }

  @Test
  void randnHasneg() {
    assertThat(Tensor.randn(0f, 1f, Shape.of(200), CPU).minAll().toScalarF32()).isNegative();
  }

  @Test
  void padWithSame() {
    Tensor t = Tensor.arange(1f, 5f, CPU).reshape(2, 2);
    assertIs(t.padWithSame(0, 1, 2), Shape.of(5, 2), "1 2 1 2 3 4 3 4 3 4");
    assertIs(t.padWithSame(1, 1, 2), Shape.of(2, 5), "1 1 2 2 2 3 3 4 4 4");
  }

  @Test
  void trilTriuEye() {
    Shape shape = Shape.of(4, 4);
    assertIs(Tensor.tril2(4, DType.F32, CPU), shape, "1 0 0 0 1 1 0 0 1 1 1 0 1 1 1 1");
    assertIs(Tensor.triu2(4, DType.F32, CPU), shape, "1 1 1 1 0 1 1 1 0 0 1 1 0 0 0 1");
    assertIs(Tensor.eye(4, DType.F32, CPU), shape, "1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1");
  }

  @Test
  void testFlip1d() {
    assertIs(Tensor.arange(0.0, 5.0, CPU).reshape(5).flip(0), Shape.of(5), "4 3 2 1 0");
  }

  @Test
  void testFlip2d() {
    Tensor t = Tensor.arange(0.0, 6.0, CPU).reshape(2, 3);
    assertIs(t.flip(0, 1), Shape.of(2, 3), "5 4 3 2 1 0");
  }

  @Test
  void testFlip3dChannels() {
    Tensor t = Tensor.arange(0.0, 12.0, CPU).reshape(2, 2, 3);
    assertIs(t.flip(2), Shape.of(2, 2, 3), "2 1 0 5 4 3 8 7 6 11 10 9");
  }

  @Test
  void tensorFromDataValidatesConcreteShape() {
    float[] values = {1, 2, 3, 4};
    Errors.of(() -> Tensor.fromSlice(values, Shape.of(2, 2, 2), CPU));
    Errors.of(() -> Tensor.fromSlice(values, Shape.of(2, 1), CPU));
    Errors.of(() -> Tensor.fromVec(values.clone(), Shape.of(2, 2, 2), CPU));
    Errors.of(() -> Tensor.fromVec(values.clone(), Shape.of(2, 1), CPU));
    assertThat(Tensor.fromSlice(values, Shape.of(2, 2), CPU).dims()).containsExactly(2, 2);
    assertThat(Tensor.fromVec(values.clone(), Shape.of(-1, 2), CPU).dims()).containsExactly(2, 2);
    assertThat(Tensor.fromSlice(new float[0], Shape.of(0, 3), CPU).dims()).containsExactly(0, 3);
  }

  @Test
  void tensorNew() {
    float[] one = {1, 2, 3};
    assertThat(Tensor.of(one, CPU).toVec1F32()).containsExactly(one);
    float[][] two = {{1, 2, 3}, {4, 5, 6}};
    assertThat(Tensor.of(two, CPU).toVec2F32()).isDeepEqualTo(two);
    float[][][] three = {{{1, 2, 3}, {4, 5, 6}}, {{3, 1, 4}, {1, 5, 9}}};
    assertThat(Tensor.of(three, CPU).toVec3F32()).isDeepEqualTo(three);
  }
}
