package io.github.candle4j.core;

import static io.github.candle4j.core.Numbers.assertIs;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Operations that users define.
class CustomOpTest {
  private static final Device CPU = Device.CPU;

  /// `a b` of each pair of elements, in F64.
  private record Times(boolean both) implements CustomOp2 {
    @Override
    public String name() {
      return "times";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage s1, Layout l1, CpuStorage s2, Layout l2) {
      double[] a = ((CpuStorage.F64) s1).array();
      double[] b = ((CpuStorage.F64) s2).array();
      double[] y = new double[l1.shape().arrayLength()];
      StridedIndex at = l1.stridedIndex();
      StridedIndex bt = l2.stridedIndex();
      for (int i = 0; at.hasNext(); i++) {
        y[i] = a[at.nextInt()] * b[bt.nextInt()];
      }
      return new CpuResult(new CpuStorage.F64(y), l1.shape());
    }

    @Override
    public CustomOp2.Gradients bwd(Tensor arg1, Tensor arg2, Tensor res, Tensor gradRes) {
      Tensor first = gradRes.mul(arg2);
      return both
          ? new CustomOp2.Gradients(first, gradRes.mul(arg1))
          : new CustomOp2.Gradients(Optional.of(first), Optional.empty());
    }
  }

  /// `a + b c`, of vectors, in F64.
  private record MultiplyAdd(boolean wrong) implements CustomOp3 {
    @Override
    public String name() {
      return "multiply-add";
    }

    @Override
    public CpuResult cpuFwd(
        CpuStorage s1, Layout l1, CpuStorage s2, Layout l2, CpuStorage s3, Layout l3) {
      double[] y = new double[l1.shape().arrayLength()];
      for (int i = 0; i < y.length; i++) {
        y[i] = value(s1, l1, i) + value(s2, l2, i) * value(s3, l3, i);
      }
      return new CpuResult(new CpuStorage.F64(y), l1.shape());
    }

    @Override
    public CustomOp3.Gradients bwd(
        Tensor arg1, Tensor arg2, Tensor arg3, Tensor res, Tensor gradRes) {
      Tensor third = gradRes.mul(arg2);
      return new CustomOp3.Gradients(gradRes, gradRes.mul(arg3), wrong ? third.sumAll() : third);
    }

    private static double value(CpuStorage s, Layout l, int i) {
      return ((CpuStorage.F64) s).array()[l.startOffset() + i * l.stride(0)];
    }
  }

  /// Gives what it is told to give.
  private record Gives(CpuResult result) implements CustomOp1 {
    @Override
    public String name() {
      return "gives";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      return result;
    }
  }

  /// `x += y`, of vectors, in F64; with a third operand, that one too.
  private record Adds() implements InplaceOp2, InplaceOp3 {
    @Override
    public String name() {
      return "adds";
    }

    @Override
    public void cpuFwd(CpuStorage s1, Layout l1, CpuStorage s2, Layout l2) {
      double[] x = ((CpuStorage.F64) s1).array();
      StridedIndex from = l2.stridedIndex();
      for (StridedIndex to = l1.stridedIndex(); to.hasNext(); ) {
        x[to.nextInt()] += ((CpuStorage.F64) s2).array()[from.nextInt()];
      }
    }

    @Override
    public void cpuFwd(
        CpuStorage s1, Layout l1, CpuStorage s2, Layout l2, CpuStorage s3, Layout l3) {
      cpuFwd(s1, l1, s2, l2);
      cpuFwd(s1, l1, s3, l3);
    }
  }

  @Test
  void viewsOfAnyStridesAreArguments() {
    Tensor a = Numbers.from0(2, 3);
    Tensor row = Numbers.from(1, 3).unsqueeze(0).broadcastAs(2, 3);
    assertIs(a.applyOp2(row, new Times(true)), Shape.of(2, 3), 0, 2, 6, 3, 8, 15);
    assertIs(a.t().applyOp2(a.t(), new Times(true)), Shape.of(3, 2), 0, 9, 1, 16, 4, 25);
    assertIs(
        a.get(1)
            .applyOp3(a.get(0), a.narrow(1, 2, 1).broadcastAs(2, 3).get(0), new MultiplyAdd(false)),
        Shape.of(3),
        3,
        6,
        9);
  }

  @Test
  void gradientsAreThoseOfBwd() {
    Var a = Var.of(new double[] {1, 2}, CPU);
    Var b = Var.of(new double[] {3, 4}, CPU);
    GradStore both = a.applyOp2(b, new Times(true)).backward();
    assertIs(both.get(a).orElseThrow(), Shape.of(2), 3, 4);
    assertIs(both.get(b).orElseThrow(), Shape.of(2), 1, 2);
    GradStore one = a.applyOp2(b, new Times(false)).backward();
    assertIs(one.get(a).orElseThrow(), Shape.of(2), 3, 4);
    assertThat(one.get(b)).isEmpty();
    GradStore three = a.applyOp3(b, a, new MultiplyAdd(false)).backward();
    // y = a + b a
    assertIs(three.get(a).orElseThrow(), Shape.of(2), 4, 5);
    assertIs(three.get(b).orElseThrow(), Shape.of(2), 1, 2);
  }

  @Test
  void formsWithoutGradientsGiveConstants() {
    Var a = Var.of(new double[] {1, 2}, CPU);
    assertThat(a.applyOp2NoBwd(a, new Times(true)).trackOp()).isFalse();
    assertThat(a.applyOp3NoBwd(a, a, new MultiplyAdd(true)).trackOp()).isFalse();
    Tensor same = a.applyOp1NoBwd(new Gives(new CpuResult(a.cpuStorage(), a.shape())));
    assertThat(same.trackOp()).isFalse();
    a.zeroSet();
    assertIs(same, Shape.of(2), 1, 2);
  }

  @Test
  void resultsAreChecked() {
    CpuResult short1 = new CpuResult(new CpuStorage.F32(new float[5]), Shape.of(2, 3));
    Errors.of(() -> Numbers.from0(6).applyOp1(new Gives(short1)))
        .is(Kind.SHAPE, "gives")
        .says(
            "Shape mismatch, got buffer of size 5 which is compatible with shape [2, 3]",
            "cpuFwd of gives returned a shape of 6 elements");
    CpuResult hole = new CpuResult(new CpuStorage.F32(new float[6]), Shape.of(2, -1));
    Errors.of(() -> Numbers.from0(6).applyOp1(new Gives(hole))).is(Kind.SHAPE, "shape");
    CpuResult ints = new CpuResult(new CpuStorage.I64(new long[] {7}), Shape.of());
    Tensor y = Var.ones(Shape.of(2), DType.F32, CPU).applyOp1(new Gives(ints));
    assertThat(y.trackOp()).as("integers have no gradient").isFalse();
    assertThat(y.toScalarI64()).isEqualTo(7);
  }

  @Test
  void backwardWithoutBwdNamesTheOperation() {
    CpuResult result = new CpuResult(new CpuStorage.F32(new float[1]), Shape.of(1));
    Tensor y = Var.ones(Shape.of(2), DType.F32, CPU).applyOp1(new Gives(result));
    Errors.of(y::backward)
        .is(Kind.AUTOGRAD, "gives")
        .says(
            "backward is not supported for gives",
            "implement bwd, or use the form that ends in NoBwd where no gradient is wanted");
    CustomOp2 two =
        new CustomOp2() {
          @Override
          public String name() {
            return "two";
          }

          @Override
          public CpuResult cpuFwd(CpuStorage s1, Layout l1, CpuStorage s2, Layout l2) {
            return result;
          }
        };
    Var x = Var.ones(Shape.of(1), DType.F32, CPU);
    Errors.of(() -> x.applyOp2(x, two).backward()).is(Kind.AUTOGRAD, "two");
  }

  @Test
  void gradientsAreChecked() {
    Var a = Var.of(new double[] {1, 2}, CPU);
    Errors.of(() -> a.applyOp3(a, a, new MultiplyAdd(true)).backward())
        .is(Kind.AUTOGRAD, "multiply-add")
        .says(
            "backward of multiply-add: the gradient of argument 3 has shape [] and dtype F64",
            "it must have those of what it belongs to, [2] and F64");
  }

  @Test
  void changedArgumentsAreNoticed() {
    Var a = Var.of(new double[] {1, 2}, CPU);
    Tensor y = a.applyOp2(a, new Times(true));
    a.set(Tensor.of(new double[] {3, 4}, CPU));
    Errors.of(y::backward)
        .says(
            "backward: operand 0 of times, a tensor of shape [2], was changed in place after it"
                + " was used",
            "run the forward pass again after the change, or change a copy");
  }

  @Test
  void changesInPlaceAreSeenByViewsAndByGradients() {
    Tensor m = Numbers.from0(2, 2);
    m.t().inplaceOp2(Tensor.of(new double[][] {{10, 20}, {30, 40}}, CPU), new Adds());
    assertIs(m, Shape.of(2, 2), 10, 31, 22, 43);
    Var x = Var.of(new double[] {1, 2}, CPU);
    Tensor c = Numbers.from0(2);
    Tensor y = x.mul(c);
    c.inplaceOp2(c, new Adds());
    assertIs(c, Shape.of(2), 0, 2);
    Errors.of(y::backward).is(Kind.AUTOGRAD, "backward");
    c.inplaceOp3(c.narrow(0, 1, 1).broadcastAs(2), Numbers.from0(2), new Adds());
    // 0 + 2 + 0; the 2 that is read next was not changed by the first; 2 + 2 + 1
    assertIs(c, Shape.of(2), 2, 5);
  }

  @Test
  void changesInPlaceOfTrackedTensorsAreRefused() {
    Var x = Var.of(new double[] {1, 2}, CPU);
    Tensor c = Numbers.from0(2);
    Errors.of(() -> x.inplaceOp2(c, new Adds()))
        .is(Kind.AUTOGRAD, "adds")
        .says(
            "adds in place on a tensor of shape [2] that gradients flow through",
            "a change in place has no gradient: use applyOp1, applyOp2 or applyOp3, or"
                + " Tensor.noGrad(..) where none is wanted");
    Errors.of(() -> c.inplaceOp2(x.mul(2), new Adds())).is(Kind.AUTOGRAD, "adds");
    Tensor.noGrad(() -> x.inplaceOp2(c, new Adds()));
    assertIs(x, Shape.of(2), 1, 3);
  }

  @Test
  void changesInPlaceOfRepeatedElementsAreRefused() {
    Tensor c = Numbers.from0(2);
    Errors.of(() -> c.broadcastAs(3, 2).inplaceOp2(Numbers.from0(3, 2), new Adds()))
        .is(Kind.ARGUMENT, "adds")
        .says(
            "adds: several elements of self are one, in shape [3, 2]",
            "self is a view that repeats elements, as broadcastAs gives it; change a copy() of it");
    Tensor windows = Numbers.from0(3).unfold(0, 2, 1);
    Errors.of(() -> windows.inplaceOp2(windows.copy(), new Adds())).is(Kind.ARGUMENT, "adds");
    assertIs(c, Shape.of(2), 0, 1);
  }

  @Test
  void noResultIsAnError() {
    Tensor x = Numbers.from(1, 2);
    String hint = "it returns new CpuResult(storage, shape)";
    Errors.of(() -> x.applyOp1(new Forgetful()))
        .is(Kind.ARGUMENT, "forgetful")
        .says("forgetful: cpuFwd returned null", hint);
    Errors.of(() -> x.applyOp1NoBwd(new Forgetful())).is(Kind.ARGUMENT, "forgetful");
  }

  /// Code of a user that no checker has seen.
  private record Forgetful() implements CustomOp1 {
    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    @SuppressWarnings("NullAway")
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      return null;
    }
  }
}
