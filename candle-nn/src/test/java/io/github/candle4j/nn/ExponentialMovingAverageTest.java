package io.github.candle4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExponentialMovingAverageTest {
  private static final Device CPU = Device.CPU;
  private final VarMap varmap = new VarMap();

  private Tensor parameter(String name, DType dtype, double value) {
    return varmap.get(Shape.of(2), name, new Init.Const(value), dtype, CPU);
  }

  private static Tensor twice(double value, DType dtype) {
    return Tensor.full(value, Shape.of(2), CPU).toDtype(dtype);
  }

  private static Tensor average(ExponentialMovingAverage average, String name) {
    return Objects.requireNonNull(average.averages().get(name));
  }

  @Test
  void followsTheWeights() {
    Tensor p = parameter("p", DType.F64, 1);
    ExponentialMovingAverage average = new ExponentialMovingAverage(varmap, 0.75);
    varmap.setOne("p", twice(5, DType.F64));
    average.update();
    // 0.75 1 + 0.25 5 = 2
    assertThat(average(average, "p").toVec1F64()).containsExactly(2, 2);
    varmap.setOne("p", twice(10, DType.F64));
    average.update();
    // 0.75 2 + 0.25 10 = 4
    assertThat(average(average, "p").toVec1F64()).containsExactly(4, 4);
    assertThat(p.toVec1F64()).containsExactly(10, 10);
    assertThat(average(average, "p").trackOp()).isFalse();
  }

  @Test
  void smallFloatsAreAveragedInF32() {
    parameter("p", DType.BF16, 256);
    ExponentialMovingAverage average = new ExponentialMovingAverage(varmap, 0.999);
    varmap.setOne("p", twice(512, DType.BF16));
    average.update();
    // 256.256 is no BF16: there it would stay 256 for ever.
    assertThat(average(average, "p").dtype()).isEqualTo(DType.F32);
    assertThat(average(average, "p").toVec1F32()[0]).isCloseTo(256.256f, within(1e-4f));
  }

  @Test
  void integersAreCopied() {
    parameter("steps", DType.I64, 3);
    ExponentialMovingAverage average = new ExponentialMovingAverage(varmap, 0.9);
    varmap.setOne("steps", twice(8, DType.I64));
    average.update();
    assertThat(average(average, "steps").toVec1I64()).containsExactly(8, 8);
  }

  @Test
  void theWeightsComeBack() {
    Tensor p = parameter("p", DType.F32, 1);
    ExponentialMovingAverage average = new ExponentialMovingAverage(varmap, 0.5);
    varmap.setOne("p", twice(3, DType.F32));
    average.update();
    assertThat(average.during(() -> p.toVec1F32())).containsExactly(2, 2);
    assertThat(p.toVec1F32()).containsExactly(3, 3);
    assertThatThrownBy(() ->
            average.during(() -> {
              throw new IllegalStateException("stop");
            }))
        .hasMessage("stop");
    assertThat(p.toVec1F32()).containsExactly(3, 3);
    average.apply();
    assertThat(p.toVec1F32()).containsExactly(2, 2);
  }

  @Test
  void anAverageGoesOnWhereItWasSaved() {
    parameter("p", DType.F32, 1);
    ExponentialMovingAverage first = new ExponentialMovingAverage(varmap, 0.5);
    varmap.setOne("p", twice(3, DType.F32));
    first.update();
    ExponentialMovingAverage second = new ExponentialMovingAverage(varmap, 0.5);
    second.setAverages(first.averages());
    second.update();
    first.update();
    assertThat(average(second, "p").toVec1F32()).containsExactly(average(first, "p").toVec1F32());
    Map<String, Tensor> other = new LinkedHashMap<>(Map.of("q", twice(1, DType.F32)));
    assertThatThrownBy(() -> second.setAverages(other))
        .isInstanceOf(CandleException.class)
        .hasMessage("ema: the names [q] are not those of the averages\nthere are [p]");
    Map<String, Tensor> wrong = Map.of("p", Tensor.of(1f, CPU));
    assertThatThrownBy(() -> second.setAverages(wrong))
        .isInstanceOf(CandleException.class)
        .hasMessage("shape mismatch in ema, lhs: [2], rhs: []\naverage of p");
  }

  @Test
  void aDecayOutOfRangeThrows() {
    for (double decay : new double[] {-0.1, 1, Double.NaN}) {
      assertThatThrownBy(() -> new ExponentialMovingAverage(varmap, decay))
          .isInstanceOf(CandleException.class)
          .hasMessage("ema: decay must be 0 or more and below 1, got " + decay);
    }
  }
}
