package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The names of activations in files, without underscores.
final class ActivationNames {
  private static final Map<String, Activation> BY_NAME = new TreeMap<>();

  static {
    for (Activation.Named named : Activation.Named.values()) {
      BY_NAME.put(plain(named.name()), named);
    }
    BY_NAME.put("gelunew", Activation.NEW_GELU);
    BY_NAME.put("gelufast", Activation.NEW_GELU);
    BY_NAME.put("gelupython", Activation.GELU);
    BY_NAME.put("elu", new Activation.Elu(1));
    BY_NAME.put("celu", new Activation.Celu(1));
    BY_NAME.put("leakyrelu", new Activation.LeakyRelu(0.01));
  }

  private ActivationNames() {}

  static Activation find(String name) {
    Activation found = BY_NAME.get(plain(name));
    if (found == null) {
      throw CandleException.withHint(
          CandleException.Kind.NAME,
          "activation",
          "unknown activation " + name,
          "there are " + String.join(", ", BY_NAME.keySet()));
    }
    return found;
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "");
  }
}
