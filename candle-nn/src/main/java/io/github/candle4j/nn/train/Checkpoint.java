package io.github.candle4j.nn.train;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Safetensors;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Stateful;
import io.github.candle4j.nn.VarMap;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Saves all that a training run consists of, and goes on from it as if nothing had happened: the same bits.
///
/// {@snippet :
/// Checkpoint checkpoint =
///     Checkpoint.in(Path.of("run1"))
///         .model(varmap)
///         .with("optimizer", optimizer)
///         .with("loader", loader)
///         .keepLast(3)
///         .keepBest("accuracy", Better.HIGHER);
/// long step = checkpoint.resume().map(Checkpoint.Saved::step).orElse(0L);
/// while (loader.position().epoch() < 10) {
///   for (Example batch : loader) {
///     optimizer.backwardStep(loss(batch));
///     step++;
///     if (step % 100 == 0) {
///       checkpoint.save(step, Map.of("accuracy", accuracy()));
///     }
///   }
/// }
/// }
///
/// A checkpoint is one safetensors file `checkpoint-000000000100.safetensors` with the variables of the model, the states of the other parts,
/// and the state of the device's random numbers. It is written beside and put in place when it is whole, so a process may be
/// killed at any moment, by Ctrl-C or otherwise, and leaves the checkpoints that were there and perhaps the new one.
public final class Checkpoint {
  private static final String MODEL = "model";

  /// A checkpoint in the folder.
  ///
  /// @param file where it is
  /// @param step the number of steps that had been made
  /// @param metrics what was saved with it
  public record Saved(Path file, long step, Map<String, Double> metrics) {
    /// The metrics, which are copied.
    public Saved {
      metrics = Map.copyOf(metrics);
    }
  }

  private final CheckpointFolder folder;
  private final Map<String, Stateful> parts = new LinkedHashMap<>();
  private final Device device = Device.CPU;
  private @Nullable VarMap model;

  private Checkpoint(CheckpointFolder folder) {
    this.folder = folder;
  }

  /// Checkpoints in a folder, which is made when the first one is saved. The last one is kept until told otherwise.
  public static Checkpoint in(Path folder) {
    return new Checkpoint(new CheckpointFolder(folder));
  }

  /// Sets the variables that belong to it, and returns this. All of them must have been created before [#resume].
  public Checkpoint model(VarMap varmap) {
    model = varmap;
    return this;
  }

  /// Adds another part: an optimizer, a schedule, a data loader; and returns this.
  ///
  /// @throws CandleException if there is such a part, or the name is empty or has a dot
  public Checkpoint with(String name, Stateful part) {
    if (name.isEmpty() || name.contains(".") || name.equals(MODEL) || parts.containsKey(name)) {
      throw CandleException.withHint(
          Kind.NAME,
          "checkpoint",
          "checkpoint: a part cannot have the name '" + name + "'",
          "names are not empty, have no dots, differ, and 'model' is that of the variables");
    }
    parts.put(name, part);
    return this;
  }

  /// Keeps the last `count` checkpoints, by their steps, and removes others when a new one is saved; returns this.
  ///
  /// @throws CandleException if it is less than 1
  public Checkpoint keepLast(int count) {
    folder.keepLast(count);
    return this;
  }

  /// Keeps also the best checkpoint by a metric, the first one of equals; returns this.
  public Checkpoint keepBest(String metric, Better better) {
    folder.keepBest(metric, better);
    return this;
  }

  /// Saves a checkpoint after `step` steps, and removes those that are not to be kept.
  ///
  /// @throws CandleException if there is one of a later step, or the file cannot be written
  public Path save(long step, Map<String, Double> metrics) {
    Path file = folder.next(step);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Optional.ofNullable(model)
        .ifPresent(vars -> vars.data().forEach((n, x) -> tensors.put(MODEL + "." + n, x)));
    parts.forEach((name, part) -> part.state().forEach((n, x) -> tensors.put(name + "." + n, x)));
    Saved saved = new Saved(file, step, metrics);
    Safetensors.save(tensors, CheckpointHeader.write(saved, device.rngState()), file);
    folder.prune();
    return file;
  }

  /// The same without metrics.
  ///
  /// @throws CandleException if there is one of a later step, or the file cannot be written
  public Path save(long step) {
    return save(step, Map.of());
  }

  /// Goes on from the checkpoint of the latest step; empty if there is none, and nothing is changed then.
  ///
  /// @throws CandleException if it is damaged, or of a run with other parts or variables
  public Optional<Saved> resume() {
    List<Path> files = folder.files();
    return files.isEmpty() ? Optional.empty() : Optional.of(restore(files.getLast()));
  }

  /// Goes on from a checkpoint. The variables are set last: if anything does not fit, they stay as they are.
  ///
  /// @throws CandleException if it is damaged, no checkpoint, or of a run with other parts or variables
  public Saved restore(Path file) {
    CheckpointHeader header = CheckpointHeader.read(file);
    Map<String, Map<String, Tensor>> states = new LinkedHashMap<>();
    states.put(MODEL, new LinkedHashMap<>());
    parts.keySet().forEach(name -> states.put(name, new LinkedHashMap<>()));
    Safetensors.load(file, device)
        .forEach((name, x) -> {
          int dot = Math.max(0, name.indexOf('.'));
          Map<String, Tensor> state = states.get(name.substring(0, dot));
          if (state == null) {
            throw CandleException.withHint(
                Kind.NAME,
                "restore",
                "restore: " + file + " has '" + name + "', which belongs to no part here",
                "parts here are " + String.join(", ", states.keySet()));
          }
          state.put(name.substring(dot + 1), x);
        });
    VarMap vars = model;
    Map<String, Tensor> values = states.remove(MODEL);
    Variables.check(file, vars == null ? Map.of() : vars.data(), values);
    states.forEach((name, state) -> setState(file, name, state));
    if (vars != null && values != null) {
      vars.set(values);
    }
    device.setRngState(header.rng());
    return header.saved();
  }

  private void setState(Path file, String name, Map<String, Tensor> state) {
    try {
      Optional.ofNullable(parts.get(name)).ifPresent(part -> part.setState(state));
    } catch (CandleException e) {
      throw new CandleException(
          e.kind(), "restore", "restore: " + file + ", part '" + name + "': " + e.getMessage(), e);
    }
  }

  /// The checkpoints that are there, the latest step last.
  ///
  /// @throws CandleException if one of them is damaged
  public List<Saved> saved() {
    return folder.files().stream().map(f -> CheckpointHeader.read(f).saved()).toList();
  }

  /// The best checkpoint by the metric of [#keepBest]; empty if there is none with that metric.
  ///
  /// @throws CandleException if no metric was set
  public Optional<Saved> best() {
    return folder.best();
  }

  @Override
  public String toString() {
    return "Checkpoint(" + folder.folder() + ", parts: " + String.join(", ", parts.keySet()) + ")";
  }
}
