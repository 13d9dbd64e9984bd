package io.github.candle4j.examples.common;

import io.github.candle4j.nn.train.Checkpoint;
import io.github.candle4j.nn.train.Progress;
import io.github.candle4j.nn.train.StopSignal;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The steps of a training, with a progress bar, checkpoints, and an end in good order on Ctrl-C:
///
/// {@snippet :
/// try (TrainingRun run = begin(epochs, "epochs", out, c -> c.model(varmap).with("optimizer", optimizer))) {
///   while (run.next()) {
///     double loss = trainOneEpoch();
///     run.done(loss);
///     run.println("epoch %d: %.4f", run.step(), loss);
///   }
/// }
/// }
public final class TrainingRun implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long SAVE_EVERY_NANOS = Duration.ofSeconds(30).toNanos();

  /// What is to be done.
  record Job(String name, long steps, String unit) {}

  /// The folder of its checkpoints, and whether the user has asked for them.
  record Place(Path folder, boolean asked) {}

  private final Job job;
  private final Place place;
  private final Checkpoint checkpoint;
  private final PrintWriter out;
  private final Progress progress;
  private final StopSignal stop;
  private long step;
  private long done;
  private long saved;
  private long savedAt = System.nanoTime();

  TrainingRun(Job job, Place place, UnaryOperator<Checkpoint> parts, PrintWriter out) {
    this.job = job;
    this.place = place;
    this.out = out;
    checkpoint = parts.apply(Checkpoint.in(place.folder()));
    done = place.asked() ? checkpoint.resume().map(Checkpoint.Saved::step).orElse(0L) : 0;
    step = done;
    saved = done;
    if (done > 0) {
      out.printf(Locale.ROOT, "Goes on after %d %s%n", done, job.unit());
    }
    progress = Progress.start(job.name(), job.steps(), job.unit());
    progress.step(Math.min(done, job.steps()));
    stop = StopSignal.listen(PATIENCE);
  }

  /// Begins the next step: true if there is one, that is if not all are done and nobody has asked to stop.
  public boolean next() {
    if (done >= job.steps() || stop.isRequested()) {
      return false;
    }
    step = done + 1;
    return true;
  }

  /// The number of the step that is being made or was made last; the first one is 1.
  public long step() {
    return step;
  }

  /// True for every so many steps and for the last one: those to print a line about.
  public boolean isEvery(int steps) {
    return step % steps == 0 || step == job.steps();
  }

  /// True if the program was asked to stop before all steps were made.
  public boolean isStopped() {
    return stop.isRequested() && done < job.steps();
  }

  /// The step is made, with this loss.
  ///
  /// @throws InputException if the loss is not a finite number
  public void done(double loss) {
    if (!Double.isFinite(loss)) {
      throw new InputException(
          "the loss is " + loss + " in step " + step + ": try a smaller learning rate");
    }
    done = step;
    progress.step(1, loss);
    if (place.asked() && System.nanoTime() - savedAt > SAVE_EVERY_NANOS) {
      save();
    }
  }

  /// Prints a line above the progress bar; the format is that of [String#format(String, Object...)].
  @SuppressWarnings("AnnotateFormatMethod") // Its annotations are not among the libraries.
  public void println(String format, @Nullable Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    progress.aside(() -> out.println(line));
  }

  /// Saves, unless a step has begun that was not done: its variables may be half changed, or not finite.
  private void save() {
    if (done > saved && step == done) {
      checkpoint.save(done);
      saved = done;
      savedAt = System.nanoTime();
    }
  }

  /// Takes the bar away; saves if a checkpoint was asked for, or if the program was asked to stop.
  @Override
  public void close() {
    try (stop) {
      progress.close();
      if (place.asked() || isStopped()) {
        save();
      }
      if (isStopped() && saved > 0) {
        out.printf(
            Locale.ROOT,
            "Stopped after %d of %d %s; the option --checkpoint %s goes on from there%n",
            done,
            job.steps(),
            job.unit(),
            place.folder());
        out.flush();
      }
    }
  }
}
