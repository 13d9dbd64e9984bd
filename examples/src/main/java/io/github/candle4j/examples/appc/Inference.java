package io.github.candle4j.examples.appc;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.ch16.Transformer;
import io.github.candle4j.nn.KvCache;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Four ways to save time or memory, each with a before and an after.
final class Inference {
  /// One way to do something.
  ///
  /// @param name what is done
  /// @param milliseconds how long it takes
  /// @param megabytes what it keeps in memory; NaN if that was not measured
  /// @param difference how far its scores are from the first one's at most, or how many characters differ; NaN for the first
  record Row(String name, double milliseconds, double megabytes, double difference) {}

  private static final double NONE = Double.NaN;

  private final Models models;
  private final Bench bench;
  private final int count;

  /// @param count how many characters to compute or write
  Inference(Models models, Bench bench, int count) {
    this.models = models;
    this.bench = bench;
    this.count = count;
  }

  /// So many ids, all of which exist.
  private int[] ids() {
    return IntStream.range(0, count).map(i -> i * 7 % models.config().vocabulary()).toArray();
  }

  private Tensor input() {
    return Tensor.of(ids(), Device.CPU).unsqueeze(0); // [1, count]
  }

  private Tensor logits(Transformer model) {
    return Tensor.noGrad(() -> model.forward(input(), false)); // [1, count, vocabulary]
  }

  private static double difference(Tensor a, Tensor b) {
    return a.toDtype(DType.F32).sub(b.toDtype(DType.F32)).abs().maxAll().toScalarF32();
  }

  // @start region="noGrad"
  /// A model whose weights are variables records what backward needs, unless it is told not to.
  List<Row> noGrad(Transformer trainable) {
    Tensor input = input();
    Supplier<Tensor> recorded = () -> trainable.forward(input, false);
    Supplier<Tensor> plain = () -> Tensor.noGrad(recorded);
    double[] times = bench.milliseconds(recorded, plain);
    return List.of(
        new Row("recorded", times[0], Bench.megabytes(recorded), NONE),
        new Row(
            "noGrad", times[1], Bench.megabytes(plain), difference(recorded.get(), plain.get())));
  }

  // @end
  // @start region="cache"
  /// Writes the likeliest characters one after the other.
  List<Row> cache() {
    Transformer model = models.read(models.f32(), DType.F32);
    double[] times = bench.milliseconds(() -> written(model, false), () -> written(model, true));
    int[] one = written(model, false);
    int[] other = written(model, true);
    long different = IntStream.range(0, count).filter(i -> one[i] != other[i]).count();
    return List.of(
        new Row("without cache", times[0] / count, NONE, NONE),
        new Row("with cache", times[1] / count, Bench.megabytes(() -> filled(model)), different));
  }

  int[] written(Transformer model, boolean cached) {
    List<KvCache> caches = model.newCaches();
    int[] text = new int[count]; // It begins with character 0.
    for (int i = 1; i < count; i++) {
      int[] given = cached ? new int[] {text[i - 1]} : Arrays.copyOf(text, i);
      Tensor ids = Tensor.of(given, Device.CPU).unsqueeze(0);
      Tensor logits =
          Tensor.noGrad(() -> cached ? model.forward(ids, caches) : model.forward(ids, false));
      text[i] = logits.get(0).get(given.length - 1).argmax(0).toScalarU32();
    }
    return text;
  }

  // @end
  private List<KvCache> filled(Transformer model) {
    List<KvCache> caches = model.newCaches();
    Tensor _ = Tensor.noGrad(() -> model.forward(input(), caches));
    return caches;
  }

  // @start region="half"
  /// Numbers of 2 bytes: in the file alone, or in memory and in all that is computed.
  List<Row> half() {
    Transformer whole = models.read(models.f32(), DType.F32);
    Transformer cast = models.read(models.f16(), DType.F32);
    Transformer halves = models.read(models.f16(), DType.F16);
    double[] times =
        bench.milliseconds(() -> logits(whole), () -> logits(cast), () -> logits(halves));
    Tensor exact = logits(whole);
    return List.of(
        new Row("F32", times[0], size(models.f32(), DType.F32), NONE),
        new Row(
            "F16 in the file",
            times[1],
            size(models.f16(), DType.F32),
            difference(exact, logits(cast))),
        new Row(
            "F16 everywhere",
            times[2],
            size(models.f16(), DType.F16),
            difference(exact, logits(halves))));
  }

  private double size(Path file, DType dtype) {
    return Bench.megabytes(() -> models.read(file, dtype));
  }

  // @end
  // @start region="mapped"
  /// The time to open a model, and to use it then.
  List<Row> mapped() {
    Transformer read = models.read(models.f32(), DType.F32);
    Transformer mapped = models.map(models.f32(), DType.F32);
    Supplier<Transformer> reading = () -> models.read(models.f32(), DType.F32);
    Supplier<Transformer> mapping = () -> models.map(models.f32(), DType.F32);
    double[] times = bench.milliseconds(reading, mapping, () -> logits(read), () -> logits(mapped));
    return List.of(
        new Row("open, read", times[0], Bench.megabytes(reading), NONE),
        new Row("open, mapped", times[1], Bench.megabytes(mapping), NONE),
        new Row("use, read", times[2], NONE, NONE),
        new Row("use, mapped", times[3], NONE, difference(logits(read), logits(mapped))));
  }

  // @end

}
