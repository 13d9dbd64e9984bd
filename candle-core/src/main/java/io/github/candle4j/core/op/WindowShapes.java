package io.github.candle4j.core.op;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The shapes of convolutions, pools and resizings, or the errors that say what does not fit.
///
/// Legend: `n` batch, `c` channels, `co` and `ci` channels of result and input of a convolution, `g` groups.
public final class WindowShapes {
  private static final long MOST = Integer.MAX_VALUE - 8L;

  private WindowShapes() {}

  /// The frame of a convolution of x `[n, ci, ..]` with w `[co, ci / g, ..]`.
  ///
  /// @throws CandleException if ranks, channels or sizes do not fit
  public static Frame convolution(TypedShape x, TypedShape w, int groups, Steps... steps) {
    String operation = "conv" + steps.length + "d";
    int rank = steps.length + 2;
    checkKernelRank(operation, rank, w.shape(), "out channels, in channels / groups");
    checkRank(operation, rank, x.shape());
    int ci = x.shape().dim(1);
    int perGroup = w.shape().dim(1);
    checkGroups(operation, groups);
    if (ci != (long) perGroup * groups) {
      throw channelMismatch(x.shape(), w.shape(), groups, steps);
    }
    if (w.shape().dim(0) % groups != 0) {
      throw indivisible(operation, "out_channel", w.shape().dim(0), groups);
    }
    checkFloats(operation, x, w);
    return windows(operation, x.shape(), sizes(w.shape()), steps);
  }

  /// The frame over which the transposed convolution of x `[n, ci, ..]` with w `[ci, co / g, ..]` goes: its windows are
  /// the elements of x.
  ///
  /// @throws CandleException if ranks, channels or sizes do not fit
  public static Frame transposed(TypedShape x, TypedShape w, int groups, Steps... steps) {
    String operation = "conv_transpose" + steps.length + "d";
    int rank = steps.length + 2;
    checkKernelRank(operation, rank, w.shape(), "in channels, out channels / groups");
    checkRank(operation, rank, x.shape());
    int ci = x.shape().dim(1);
    int kernelChannels = w.shape().dim(0);
    checkGroups(operation, groups);
    if (ci != kernelChannels) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          "in_channel mismatch between input (" + ci + ") and kernel (" + kernelChannels + ")",
          "x " + x.shape() + " wants a kernel [" + ci + ", out channels / groups, ..]");
    }
    if (ci % groups != 0 || (long) groups * w.shape().dim(1) > MOST) {
      throw indivisible(operation, "in_channel", ci, groups);
    }
    checkFloats(operation, x, w);
    Axis[] axes = new Axis[steps.length];
    for (int d = 0; d < axes.length; d++) {
      axes[d] = transposed(operation, x.shape().dim(d + 2), w.shape().dim(d + 2), steps[d]);
    }
    return Frame.of(axes);
  }

  private static Axis transposed(String operation, int out, int kernel, Steps steps) {
    if (kernel < 1) {
      throw emptyWindow(operation, kernel);
    }
    steps.checked(operation).checkPlaces(operation, out, kernel);
    long in = steps.covered(out, kernel);
    if (in < 1 || in + steps.before() + steps.after() > MOST) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          operation
              + ": a size of "
              + out
              + " with a kernel of "
              + kernel
              + " would give a result of "
              + in,
          "(size - 1) * stride - padding + dilation * (kernel - 1) + 1 + outputPadding must be 1 or"
              + " more, and with its padding less than 2^31");
    }
    return new Axis((int) in, kernel, out, steps.before(), steps.stride(), steps.dilation());
  }

  /// The frame of a pool over x `[n, c, ..]` with windows of these sizes.
  ///
  /// @throws CandleException if ranks or sizes do not fit
  public static Frame pool(String operation, Shape x, int[] kernel, Steps... steps) {
    checkRank(operation, steps.length + 2, x);
    Frame frame = windows(operation, x, kernel, steps);
    checkNotEmpty(operation, x, frame.height());
    checkNotEmpty(operation, x, frame.width());
    return frame;
  }

  /// A window that lies in the padding alone has no largest element and no mean.
  private static void checkNotEmpty(String operation, Shape x, Axis axis) {
    for (int o = 0; o < axis.out(); o++) {
      if (axis.firstElement(o) == axis.endElement(o)) {
        throw CandleException.withHint(
            Kind.SHAPE,
            operation,
            operation + ": window " + o + " over a dimension of " + axis.in() + " holds no element",
            "x " + x + "; use less padding or dilation");
      }
    }
  }

  private static Frame windows(String operation, Shape x, int[] kernel, Steps... steps) {
    Axis[] axes = new Axis[steps.length];
    boolean fits = true;
    for (int d = 0; d < axes.length; d++) {
      if (kernel[d] < 1) {
        throw emptyWindow(operation, kernel);
      }
      int in = x.dim(d + 2);
      steps[d].checked(operation).checkPlaces(operation, in, kernel[d]);
      axes[d] = steps[d].windows(in, kernel[d]);
      fits &= axes[d].out() > 0 || (steps[d].fit() == Steps.Fit.SAME && in == 0);
    }
    if (!fits) {
      throw tooLarge(operation, x, kernel, steps);
    }
    return Frame.of(axes);
  }

  private static CandleException emptyWindow(String operation, int... kernel) {
    return new CandleException(
        Kind.ARGUMENT,
        operation,
        operation + ": kernel-size " + tuple(kernel) + " must be 1 or more");
  }

  /// Candle's words for pools; its convolutions do not notice.
  private static CandleException tooLarge(String operation, Shape x, int[] kernel, Steps... steps) {
    String sizes = Arrays.toString(sizes(x)).replace("[", "").replace("]", "").replace(" ", "");
    StringBuilder hint = new StringBuilder();
    for (int d = 0; d < kernel.length; d++) {
      hint.append(d == 0 ? "with dilation a window spans " : " by ")
          .append(steps[d].reach(kernel[d]));
    }
    for (int d = 0; d < kernel.length; d++) {
      long padded = (long) x.dim(d + 2) + steps[d].before() + steps[d].after();
      hint.append(d == 0 ? ", with padding the input spans " : " by ").append(padded);
    }
    return CandleException.withHint(
        Kind.SHAPE,
        operation,
        "kernel-size " + tuple(kernel) + " is larger than the input size " + sizes,
        hint.toString());
  }

  private static CandleException channelMismatch(Shape x, Shape w, int groups, Steps... steps) {
    int ci = x.dim(1);
    String hint =
        ci % groups == 0
            ? "a kernel for "
                + ci
                + " channels and groups "
                + groups
                + " is [out channels, "
                + ci / groups
                + ", ..]"
            : ci + " channels cannot be cut into " + groups + " groups";
    if (steps.length == 1) {
      Steps s = steps[0];
      String padding =
          s.fit() == Steps.Fit.SAME
              ? "same"
              : s.before() == s.after() ? "" + s.before() : tuple(s.before(), s.after());
      return CandleException.withHint(
          Kind.SHAPE,
          "conv1d",
          "conv1d invalid args the number of in-channels on the input doesn't match the kernel"
              + " size:"
              + (" inp: " + x + ", k: " + w + ", pad: " + padding + ", stride: " + s.stride()),
          hint);
    }
    return CandleException.withHint(
        Kind.SHAPE,
        "conv2d",
        "in_channel mismatch between input ("
            + (ci + ", groups " + groups + ") and kernel (" + w.dim(1) + ")"),
        hint);
  }

  private static CandleException indivisible(
      String operation, String channels, int count, int groups) {
    return CandleException.withHint(
        Kind.SHAPE,
        operation,
        channels + " " + count + " is not divisible by the number of groups",
        "groups: " + groups);
  }

  private static void checkGroups(String operation, int groups) {
    Steps.check(operation, "groups", groups, 1);
  }

  /// Throws, naming the operation, unless the shape has this rank.
  public static void checkRank(String operation, int rank, Shape x) {
    String sizes = rank == 3 ? "length" : "height, width";
    checkRank(
        operation,
        rank,
        x,
        " wants [batch, channels, " + sizes + "]; unsqueeze(0) adds a batch of 1");
  }

  private static void checkKernelRank(String operation, int rank, Shape w, String channels) {
    String sizes = rank == 3 ? "size" : "height, width";
    checkRank(operation, rank, w, " wants a kernel [" + channels + ", " + sizes + "]");
  }

  private static void checkRank(String operation, int rank, Shape x, String wanted) {
    if (x.rank() != rank) {
      throw CandleException.withHint(
          Kind.SHAPE,
          operation,
          "unexpected rank, expected: " + rank + ", got: " + x.rank() + " (" + x + ")",
          operation + wanted);
    }
  }

  /// Throws, naming the operation, if a dtype is of integers or the two differ.
  private static void checkFloats(String operation, TypedShape a, TypedShape b) {
    if (a.dtype() != b.dtype()) {
      throw CandleException.dtypeMismatch(operation, a.dtype(), b.dtype());
    }
    checkFloat(operation, a.dtype());
  }

  /// Throws, naming the operation, if the dtype is of integers.
  public static void checkFloat(String operation, DType dtype) {
    if (dtype.isInt()) {
      throw CandleException.unsupportedDtype(operation, dtype, "cast first: x.toDtype(DType.F32)");
    }
  }

  private static int[] sizes(Shape x) {
    return Arrays.copyOfRange(x.dims(), 2, x.rank());
  }

  /// As Rust prints it: `(3, 3)`, or a number alone.
  private static String tuple(int... x) {
    return x.length == 1
        ? "" + x[0]
        : Arrays.stream(x).mapToObj(Integer::toString).collect(Collectors.joining(", ", "(", ")"));
  }

  /// The result of an operation over windows, whose frame was made for its operands.
  static TypedShape of(Op.Windowed op, TypedShape... xs) {
    Shape a = xs[0].shape();
    Frame f = op.frame();
    Shape result =
        switch (op) {
          case Op.Conv2d _ -> f.output(a.dim(0), xs[1].shape().dim(0));
          case Op.Conv2dInputGrad(Frame _, int groups) ->
              f.input(a.dim(0), xs[1].shape().dim(1) * groups);
          case Op.Conv2dWeightGrad(Frame _, int groups) ->
              f.kernel(xs[1].shape().dim(1), a.dim(1) / groups);
          case Op.MaxPool2d _, Op.MaxPoolPositions _, Op.MaxPoolGather _, Op.AvgPool2d _ ->
              f.output(a.dim(0), a.dim(1));
          case Op.MaxPoolScatter _, Op.AvgPool2dGrad _ -> f.input(a.dim(0), a.dim(1));
        };
    return new TypedShape(result, op instanceof Op.MaxPoolPositions ? DType.U32 : xs[0].dtype());
  }
}
