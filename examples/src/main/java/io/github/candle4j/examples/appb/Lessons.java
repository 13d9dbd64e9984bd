package io.github.candle4j.examples.appb;

import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.nn.Conv2d;
import io.github.candle4j.nn.Conv2dConfig;
import io.github.candle4j.nn.LSTM;
import io.github.candle4j.nn.LSTMConfig;
import io.github.candle4j.nn.Linear;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.util.List;

/// The errors of the appendix.
final class Lessons {
  private Lessons() {}

  static List<Lesson> all() {
    return List.of(
        product(),
        equalShapes(),
        broadcast(),
        reshape(),
        index(),
        dimension(),
        narrow(),
        concatenation(),
        stack(),
        rank(),
        flatten(),
        imagesToSequence(),
        channelsLast(),
        dtypes());
  }

  private static Tensor zeros(int... dims) {
    return Tensor.zeros(Shape.of(dims), DType.F32, Device.CPU);
  }

  private static VarBuilder variables() {
    return VarBuilder.fromVarmap(new VarMap(), DType.F32, Device.CPU);
  }

  // @start region="product"
  static Lesson product() {
    Tensor x = zeros(32, 128); // 32 rows of 128 features
    Tensor w = zeros(64, 10); // made for 64 features
    Tensor v = zeros(128, 10);
    return new Lesson("product", () -> x.matmul(w), () -> x.matmul(v));
  }

  // @end

  // @start region="equal-shapes"
  static Lesson equalShapes() {
    Tensor a = zeros(32, 64);
    Tensor b = zeros(32, 128);
    return new Lesson("equal shapes", () -> a.add(b), () -> a.add(b.narrow(1, 0, 64)));
  }

  // @end

  // @start region="broadcast"
  static Lesson broadcast() {
    Tensor scores = zeros(32, 64);
    Tensor means = zeros(32, 1); // one for each row
    return new Lesson("broadcast", () -> scores.sub(means), () -> scores.broadcastSub(means));
  }

  // @end

  // @start region="reshape"
  static Lesson reshape() {
    Tensor x = zeros(200);
    return new Lesson(
        "reshape", () -> x.reshape(15, 15), () -> x.reshape(10, -1)); // -1: what is left
  }

  // @end

  // @start region="index"
  static Lesson index() {
    Tensor x = zeros(10);
    return new Lesson("index", () -> x.i(15), () -> x.i(9));
  }

  // @end

  // @start region="dimension"
  static Lesson dimension() {
    Tensor image = zeros(3, 28, 28);
    return new Lesson("dimension", () -> image.sum(3), () -> image.sum(D.MINUS1));
  }

  // @end

  // @start region="narrow"
  static Lesson narrow() {
    Tensor x = zeros(10, 4);
    return new Lesson("narrow", () -> x.narrow(0, 8, 4), () -> x.narrow(0, 8, 2)); // start, length
  }

  // @end

  // @start region="concatenation"
  static Lesson concatenation() {
    Tensor a = zeros(2, 3);
    Tensor b = zeros(4, 3);
    return new Lesson("concatenation", () -> Tensor.cat(1, a, b), () -> Tensor.cat(0, a, b));
  }

  // @end

  // @start region="stack"
  static Lesson stack() {
    Tensor shorter = zeros(5, 8); // a text of 5 tokens
    Tensor longer = zeros(7, 8);
    return new Lesson(
        "stack",
        () -> Tensor.stack(List.of(shorter, longer), 0),
        () -> Tensor.stack(List.of(shorter.padWithZeros(0, 0, 2), longer), 0));
  }

  // @end

  // @start region="rank"
  static Lesson rank() {
    Conv2d layer = Conv2d.conv2d(3, 8, 3, Conv2dConfig.defaults(), variables());
    Tensor image = zeros(3, 28, 28); // one image, and no batch
    return new Lesson("rank", () -> layer.forward(image), () -> layer.forward(image.unsqueeze(0)));
  }

  // @end

  // @start region="flatten"
  static Lesson flatten() {
    Linear made = Linear.linear(64 * 8 * 8, 10, variables());
    Linear meant = Linear.linear(64 * 7 * 7, 10, variables());
    Tensor maps = zeros(32, 64, 7, 7);
    return new Lesson(
        "flatten",
        () -> made.forward(maps.flattenFrom(1)),
        () -> meant.forward(maps.flattenFrom(1)));
  }

  // @end

  // @start region="sequence"
  static Lesson imagesToSequence() {
    LSTM lstm = LSTM.lstm(64 * 7, 32, LSTMConfig.defaults(), variables());
    Tensor maps = zeros(32, 64, 7, 7); // [batch, channels, height, width]
    return new Lesson(
        "sequence",
        () -> lstm.seq(maps).getLast().h(),
        () -> {
          Tensor rows =
              maps.permute(0, 2, 1, 3).flattenFrom(2); // [batch, height, channels * width]
          return lstm.seq(rows).getLast().h(); // [batch, 32]
        });
  }

  // @end

  // @start region="channels-last"
  static Lesson channelsLast() {
    Conv2d layer = Conv2d.conv2d(3, 8, 3, Conv2dConfig.defaults(), variables());
    Tensor photos =
        zeros(16, 28, 28, 3); // [batch, height, width, channels], as image files have it
    return new Lesson(
        "channels last",
        () -> layer.forward(photos),
        () -> layer.forward(photos.permute(0, 3, 1, 2)));
  }

  // @end

  // @start region="dtypes"
  static Lesson dtypes() {
    Tensor x = zeros(4);
    Tensor labels = Tensor.of(new int[] {0, 1, 2, 1}, Device.CPU); // U32
    return new Lesson("dtypes", () -> x.add(labels), () -> x.add(labels.toDtype(DType.F32)));
  }
  // @end
}
