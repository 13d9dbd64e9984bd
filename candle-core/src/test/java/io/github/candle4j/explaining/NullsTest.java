package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.candle4j.core.Anomaly;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// Null is refused in words.
@SuppressWarnings("NullAway") // What callers that do not check may hand over.
class NullsTest {
  @Test
  void nullIsNamed() {
    Graph graph = Graph.of(Tensor.of(1f, Device.CPU));
    Map<String, Tensor> holes = new HashMap<>();
    holes.put("w", null);
    Map<String, Tensor> nameless = new HashMap<>();
    nameless.put(null, Tensor.of(1f, Device.CPU));
    Map<String, Runnable> failing = new LinkedHashMap<>();
    failing.put("graph: the tensor is null", () -> Graph.of(null));
    failing.put(
        "graph: the store of gradients is null",
        () -> Graph.of(Tensor.of(1f, Device.CPU), (GradStore) null));
    failing.put("named: the map of names is null", () -> graph.named(null));
    failing.put("named: the tensor w is null", () -> graph.named(holes));
    failing.put("named: a name is null", () -> graph.named(nameless));
    failing.put("trace: the body is null", () -> Trace.run((Runnable) null));
    failing.put("trace: the body is null ", () -> Trace.run((Supplier<Tensor>) null));
    failing.put("detect: the body is null", () -> Anomaly.detect((Runnable) null));
    failing.put("detect: the body is null ", () -> Anomaly.detect((Supplier<Tensor>) null));
    failing.put("detect_nan: the body is null", () -> Anomaly.detectNan((Runnable) null));
    failing.put("allow: the body is null", () -> Anomaly.allow((Supplier<Tensor>) null));
    failing.forEach((text, body) -> {
      CandleException error = catchThrowableOfType(CandleException.class, body::run);
      assertThat(error).as(text).isNotNull();
      assertThat(error).hasMessage(text.strip());
      assertThat(error.kind()).isEqualTo(CandleException.Kind.ARGUMENT);
    });
  }
}
