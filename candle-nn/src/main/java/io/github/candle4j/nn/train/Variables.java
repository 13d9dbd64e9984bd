package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.LoadReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares the variables of a model with those of a checkpoint, which must be the same but for their values.
final class Variables {
  private Variables() {}

  /// @throws CandleException listing what differs
  static void check(
      Path file, Map<String, Var> here, @Nullable Map<String, ? extends Tensor> there) {
    Map<String, ? extends Tensor> found = there == null ? Map.of() : there;
    List<String> missing = here.keySet().stream().filter(n -> !found.containsKey(n)).toList();
    List<String> extra = found.keySet().stream().filter(n -> !here.containsKey(n)).toList();
    List<String> same = new ArrayList<>();
    List<String> different = new ArrayList<>();
    here.forEach((name, known) -> {
      Tensor value = found.get(name);
      if (value != null) {
        boolean fits = value.shape().equals(known.shape()) && value.dtype() == known.dtype();
        (fits ? same : different)
            .add(
                fits ? name : name + ": " + text(value) + " in the file, " + text(known) + " here");
      }
    });
    LoadReport report = new LoadReport(same, missing, extra, different);
    if (!report.isComplete()) {
      throw CandleException.withHint(
          Kind.NAME,
          "restore",
          "restore: " + file + " is of another model\n" + report,
          "build the model as it was saved, before the checkpoint is restored");
    }
  }

  private static String text(Tensor x) {
    return x.shape() + " " + x.dtype();
  }
}
