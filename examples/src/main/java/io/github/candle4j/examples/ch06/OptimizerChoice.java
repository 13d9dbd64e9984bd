package io.github.candle4j.examples.ch06;

import io.github.candle4j.core.Var;
import io.github.candle4j.nn.Adagrad;
import io.github.candle4j.nn.Adam;
import io.github.candle4j.nn.AdamW;
import io.github.candle4j.nn.Optimizer;
import io.github.candle4j.nn.ParamsSGD;
import io.github.candle4j.nn.RMSprop;
import io.github.candle4j.nn.SGD;
import java.util.List;
import java.util.Locale;

/// An optimizer by its name, with the usual settings.
enum OptimizerChoice {
  SGD,
  MOMENTUM,
  NESTEROV,
  ADAGRAD,
  RMSPROP,
  ADAM,
  ADAMW;

  // @start region="optimizers"
  Optimizer create(List<Var> vars, double rate) {
    ParamsSGD sgd = ParamsSGD.defaults().withLr(rate);
    return switch (this) {
      case SGD -> new SGD(vars, sgd);
      case MOMENTUM -> new SGD(vars, sgd.withMomentum(0.9));
      case NESTEROV -> new SGD(vars, sgd.withMomentum(0.9).withNesterov(true));
      case ADAGRAD -> Adagrad.newLr(vars, rate);
      case RMSPROP -> RMSprop.newLr(vars, rate);
      case ADAM -> Adam.newLr(vars, rate);
      case ADAMW -> AdamW.newLr(vars, rate);
    };
  }

  // @end

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
