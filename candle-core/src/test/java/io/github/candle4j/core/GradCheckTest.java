package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class GradCheckTest {
  private static final Tensor A =
      Tensor.of(new double[][] {{0.3, -1.2, 0.8}, {1.7, 0.4, -0.6}}, Device.CPU);
  private static final Tensor B =
      Tensor.of(new double[][] {{-0.5, 0.9, 1.1}, {0.2, -1.4, 0.7}}, Device.CPU);
  private static final Tensor W = GradCheck.weights(new Random(1), A.shape());

  /// `a e^b`, of which `w e^b` and `w a e^b` are the gradients.
  private static final GradCheck.Function F = xs -> xs.get(0).mul(xs.get(1).exp());

  @Test
  void rightGradientsAreAccepted() {
    assertThatCode(() -> checkWith(a -> a, b -> b)).doesNotThrowAnyException();
  }

  @Test
  void gradientsOfBackwardAreAccepted() {
    assertThatCode(() -> GradCheck.check(new Random(2), F, Point.of(A), Point.of(B)))
        .doesNotThrowAnyException();
  }

  @Test
  void gradientThatIsOnePerCentWrongIsRejected() {
    assertRejected(a -> a.mul(1.01), b -> b, "gradient ");
    assertRejected(a -> a, b -> b.mul(0.99), "gradient ");
  }

  @Test
  void oneWrongElementIsRejected() {
    Tensor off = Tensor.of(new double[][] {{1, 1, 1}, {1, 1, 1.01}}, Device.CPU);
    assertRejected(a -> a.mul(off), b -> b, "element 5");
  }

  @Test
  void gradientThatIsNotANumberIsRejected() {
    assertRejected(a -> a.mul(Double.NaN), b -> b, "gradient NaN");
  }

  @Test
  void missingGradientIsRejected() {
    GradCheck.Gradients onlyFirst =
        (xs, w) -> List.of(Optional.of(slopeA(xs, w)), Optional.empty());
    assertThatThrownBy(() -> GradCheck.check(F, onlyFirst, List.of(A, B), W))
        .isInstanceOf(AssertionError.class)
        .hasMessage("no gradient of input 1 [2, 3]");
  }

  @Test
  void gradientOfWrongShapeIsRejected() {
    assertRejected(a -> a.t(), b -> b, "gradient of shape [3, 2] of input 0 [2, 3]");
    assertRejected(a -> a, b -> b.flattenAll(), "gradient of shape [6] of input 1 [2, 3]");
  }

  @Test
  void swappedGradientsAreRejected() {
    GradCheck.Gradients swapped =
        (xs, w) -> List.of(Optional.of(slopeB(xs, w)), Optional.of(slopeA(xs, w)));
    assertThatThrownBy(() -> GradCheck.check(F, swapped, List.of(A, B), W))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("gradient ");
  }

  @Test
  void kinkIsCalledTooRough() {
    // h is 6e-6 here, so D(h) sees the kink of |x| at 1e-6 otherwise than D(2h).
    Tensor nearKink = Tensor.of(new double[] {1e-6}, Device.CPU);
    GradCheck.Function abs = xs -> xs.get(0).abs();
    Tensor w = nearKink.onesLike();
    assertThatThrownBy(() -> GradCheck.check(abs, GradCheck.backward(abs), List.of(nearKink), w))
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("too rough");
  }

  @Test
  void secondOrderOfACubeIsAccepted() {
    assertThatCode(() ->
            GradCheck.checkSecondOrder(
                new Random(3), xs -> xs.get(0).sqr().mul(xs.get(0)), Point.of(A)))
        .doesNotThrowAnyException();
  }

  @Test
  void secondOrderCutShortIsRejected() {
    GradCheck.Function cut = xs -> xs.get(0).mul(xs.get(0).detach());
    assertThatThrownBy(() -> GradCheck.checkSecondOrder(new Random(3), cut, Point.of(A)))
        .isInstanceOf(AssertionError.class);
  }

  private static void assertRejected(
      UnaryOperator<Tensor> first, UnaryOperator<Tensor> second, String message) {
    assertThatThrownBy(() -> checkWith(first, second))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  private static void checkWith(UnaryOperator<Tensor> first, UnaryOperator<Tensor> second) {
    GradCheck.Gradients gradients =
        (xs, w) ->
            List.of(
                Optional.of(first.apply(slopeA(xs, w))), Optional.of(second.apply(slopeB(xs, w))));
    GradCheck.check(F, gradients, List.of(A, B), W);
  }

  private static Tensor slopeA(List<Var> xs, Tensor w) {
    return w.mul(xs.get(1).exp()).detach();
  }

  private static Tensor slopeB(List<Var> xs, Tensor w) {
    return w.mul(xs.get(0)).mul(xs.get(1).exp()).detach();
  }
}
