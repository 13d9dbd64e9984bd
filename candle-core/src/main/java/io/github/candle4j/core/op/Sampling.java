package io.github.candle4j.core.op;

/// How the elements of one dimension are drawn from those of another size: element `o` is
/// `(1 - weight(o)) x[first(o)] + weight(o) x[first(o) + 1]`.
///
/// @param in the size of the input
/// @param out the size of the result
/// @param kind where element `o` lies in the input
/// @param step the distance of two elements of the result in the input; [Kind#NEAREST] takes in / out instead
public record Sampling(int in, int out, Kind kind, double step) {
  /// Where element `o` of the result lies in the input.
  public enum Kind {
    /// at the element `floor(o in / out)`
    NEAREST,
    /// at `step (o + 1/2) - 1/2`, no less than 0: elements are squares
    HALF_PIXEL,
    /// at `step o`: the first and last elements lie on each other
    ALIGNED
  }

  /// What a tensor without the dimension has.
  public static final Sampling NONE = new Sampling(1, 1, Kind.NEAREST, 1);

  /// The first of the two elements.
  public int first(int o) {
    return kind == Kind.NEAREST
        ? (int) ((long) o * in / out)
        : (int) Math.min(in - 1, Math.floor(position(o)));
  }

  /// The part of the second element; 0 where there is none.
  public double weight(int o) {
    int first = first(o);
    return kind == Kind.NEAREST || first == in - 1 ? 0 : position(o) - first;
  }

  private double position(int o) {
    return kind == Kind.ALIGNED ? step * o : Math.max(0, step * (o + 0.5) - 0.5);
  }
}
