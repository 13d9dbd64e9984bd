package io.github.candle4j.core;

import io.github.candle4j.core.op.Frame;
import io.github.candle4j.core.op.Op;
import io.github.candle4j.core.op.Resize;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.StringJoiner;

/// What an operation was told, as text. It is read from the components of the record, so that a new operation needs
/// nothing here.
final class OpParameters {
  /// Components that are part of the name, or code.
  private static final Set<String> OMITTED = Set.of("kind", "name", "rule");

  private OpParameters() {}

  /// `dim=1, start=0, length=3`, or nothing.
  static String text(Op op) {
    StringJoiner out = new StringJoiner(", ");
    for (RecordComponent component : op.getClass().getRecordComponents()) {
      if (!OMITTED.contains(component.getName())) {
        Object value = value(op, component);
        out.add(
            switch (value) {
              case Frame frame -> frame.text();
              case Resize to -> to.text();
              default -> component.getName() + "=" + text(value);
            });
      }
    }
    return out.toString();
  }

  private static Object value(Op op, RecordComponent component) {
    try {
      return component.getAccessor().invoke(op);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(op + " hides " + component, e);
    }
  }

  private static String text(Object value) {
    return switch (value) {
      case int[] dims -> Arrays.toString(dims);
      case Double number -> TensorSummary.digits(number);
      default -> value.toString();
    };
  }
}
