package io.github.candle4j.examples.ch07;

import java.util.Locale;

/// The ways to find the gradients, by their names on the command line.
enum Way {
  HAND,
  TENSORS,
  AUTOGRAD;

  Backprop with(boolean relu) {
    return switch (this) {
      case HAND -> new ByHand(relu);
      case TENSORS -> new ByTensors(relu);
      case AUTOGRAD -> new ByAutograd(relu);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
