package io.github.candle4j.core;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The public methods that take a dimension, called with one that is not there.
public final class DimensionMethods {
  /// Methods whose `dims` are the sizes of a shape.
  private static final Set<String> TAKE_SIZES =
      Set.of("reshape", "broadcastAs", "broadcastLeft", "expand", "repeat");

  private DimensionMethods() {}

  /// All of them, on tensors and on `Fused`.
  public static List<Method> all() {
    List<Method> found = new ArrayList<>();
    for (Class<?> type : List.of(Tensor.class, Fused.class)) {
      for (Method method : type.getMethods()) {
        boolean takesOne =
            Arrays.stream(method.getParameters()).anyMatch(DimensionMethods::isDimension);
        if (takesOne && !method.isBridge() && !TAKE_SIZES.contains(method.getName())) {
          found.add(method);
        }
      }
    }
    return found;
  }

  /// Calls a method of `x`, or a static one, with `x` for all tensors.
  public static void call(Method method, Tensor x, int wrong)
      throws IllegalAccessException, InvocationTargetException {
    Object[] arguments =
        Arrays.stream(method.getParameters()).map(p -> argument(p, x, wrong)).toArray();
    method.setAccessible(true);
    method.invoke(Modifier.isStatic(method.getModifiers()) ? null : x, arguments);
  }

  private static boolean isDimension(Parameter parameter) {
    boolean isInt = parameter.getType() == int.class;
    return parameter.getName().startsWith("dim")
        || (isInt && List.of("from", "to").contains(parameter.getName()));
  }

  /// A wrong dimension, and anything else for other parameters: dimensions are looked at first.
  private static Object argument(Parameter parameter, Tensor x, int wrong) {
    boolean dimension = isDimension(parameter) || parameter.getName().equals("more");
    int number = dimension ? wrong : 1;
    return switch (parameter.getType().getSimpleName()) {
      case "int" -> number;
      case "int[]" -> dimension ? new int[] {wrong} : new int[] {1, 1};
      case "long" -> 1L;
      case "double" -> 1.0;
      case "boolean" -> true;
      case "Tensor" -> x;
      case "Tensor[]" -> new Tensor[] {x, x};
      default ->
          parameter.getParameterizedType().getTypeName().contains("Integer")
              ? dimension ? List.of(wrong) : List.of(1, 1)
              : List.of(x, x);
    };
  }
}
