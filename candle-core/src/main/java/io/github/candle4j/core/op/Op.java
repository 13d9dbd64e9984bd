package io.github.candle4j.core.op;

import io.github.candle4j.core.CmpOp;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.RngState;
import io.github.candle4j.core.Shape;
import java.util.Arrays;
import java.util.Locale;

/// An operation without its operands: what is to be done, as data.
///
/// Three switches without `default` give it meaning: its shape ([ShapeRules]), its kernel (`CpuBackend`) and its
/// derivative (`GradientRules`); a fourth one, [#text], its name. Views have their meaning here, in
/// [View#apply]: they move no element.
public sealed interface Op {

  /// An operation that only looks at the same elements in another way.
  sealed interface View extends Op {
    /// The layout of the result over the storage of the operand.
    Layout apply(Layout x);
  }

  /// The elements of a contiguous tensor in another shape.
  record Reshape(Shape to) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.reshape(to);
    }
  }

  /// Dimension `d` of the result is dimension `order[d]` of the operand.
  record Permute(int[] order) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.permute(order);
    }
  }

  /// `length` positions of a dimension from `start` on.
  record Narrow(int dim, int start, int length) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.narrow(dim, start, length);
    }
  }

  /// Dimensions of size 1 repeated, and new ones put in front.
  record BroadcastAs(Shape to) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.broadcastAs(to);
    }
  }

  /// Without a dimension of size 1.
  record Squeeze(int dim) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.squeeze(dim);
    }
  }

  /// With a new dimension of size 1.
  record Unsqueeze(int dim) implements View {
    @Override
    public Layout apply(Layout x) {
      return x.unsqueeze(dim);
    }
  }

  /// All windows of `size` positions of a dimension, the first of each `step` after that of the one before; they come as
  /// a new last dimension.
  record Unfold(int dim, int size, int step) implements View {
    @Override
    public Layout apply(Layout x) {
      int[] dims = Arrays.copyOf(x.dims(), x.shape().rank() + 1);
      int[] stride = Arrays.copyOf(x.stride(), dims.length);
      dims[dim] = (dims[dim] - size) / step + 1;
      dims[dims.length - 1] = size;
      stride[dims.length - 1] = stride[dim];
      stride[dim] *= step;
      return new Layout(Shape.of(dims), stride, x.startOffset());
    }
  }

  /// The same elements; what their gradient goes through on its way back is the rule's.
  record OnGradient(Rule rule) implements View {
    @Override
    public Layout apply(Layout x) {
      return x;
    }
  }

  /// A derivative that only core can read, since it speaks of tensors.
  interface Rule {}

  /// An operation that core has run itself, by code of the user: it stands in the graph, no backend sees it.
  record ByRule(String name, Rule rule) implements Op {}

  /// The positions of some dimensions in reverse order.
  record Flip(int[] dims) implements Op {}

  /// A function of each element.
  record Unary(UnaryOp kind) implements Op {}

  /// `mul x + add`
  record Affine(double mul, double add) implements Op {}

  /// `mul x + add` of integers, in 64 bits; the dtype keeps the low ones.
  record WholeAffine(long mul, long add) implements Op {}

  /// `x^exponent`
  record Powf(double exponent) implements Op {}

  /// `a^b` of each pair of elements; operands a, b of equal shape.
  record Pow() implements Op {}

  /// `x` above 0, `alpha (e^x - 1)` elsewhere; arXiv 1511.07289
  record Elu(double alpha) implements Op {}

  /// A function of each pair of elements; operands a, b of equal shape.
  record Binary(BinaryOp kind) implements Op {}

  /// A comparison of each pair of elements; operands a, b of equal shape.
  record Compare(CmpOp kind) implements Op {}

  /// `a` where the condition is not 0, `b` elsewhere; operands condition, a, b of equal shape.
  record Where() implements Op {}

  /// The elements along some dimensions reduced to one; those dimensions stay, with size 1.
  record Reduce(ReduceOp kind, int[] dims) implements Op {}

  /// The position of the largest (or smallest) element along a dimension, which stays with size 1.
  record ArgReduce(boolean largest, int dim) implements Op {}

  /// `a b` over the last two dimensions; operands a `[.., m, k]`, b `[.., k, n]`, other dimensions equal.
  record Matmul() implements Op {}

  /// `x wᵀ + b`; operands x `[n, in]`, w `[out, in]` and, if there is one, b `[out]`.
  record Linear() implements Op {}

  /// The elements in another dtype.
  record Cast(DType to) implements Op {}

  /// The elements side by side in a storage of their own.
  record Contiguous() implements Op {}

  /// The operands one after the other along a dimension.
  record Cat(int dim) implements Op {}

  /// The operand with zeros before and after it along a dimension.
  record PadWithZeros(int dim, int left, int right) implements Op {}

  /// The positions `ids` of a dimension; operands x, ids `[n]`.
  record IndexSelect(int dim) implements Op {}

  /// `x` with `src` added at the positions `ids` of a dimension; operands x, ids `[n]`, src.
  record IndexAdd(int dim) implements Op {}

  /// The element of each row that `ids` names; operands x, ids.
  record Gather(int dim) implements Op {}

  /// `x` with `src` written to the elements that `ids` names, the last one where several are; operands x, ids, src.
  record Scatter(int dim) implements Op {}

  /// `x` with `src` added at the elements that `ids` names; operands x, ids, src.
  record ScatterAdd(int dim) implements Op {}

  /// The positions of the first `count` elements of each row, the last dimension, in ascending or descending order; NaN is
  /// last in both.
  record ArgSort(boolean ascending, int count) implements Op {}

  /// `y[i] = x[0] + .. + x[i]` along a dimension, or `x[i] + .. + x[n-1]` if reversed.
  record CumSum(int dim, boolean reverse) implements Op {}

  /// `h[i] = b[i] + a[i] h[i-1]` along a dimension, with `h[0] = b[0]`, or the same from its end; operands a, b.
  record Recurrence(int dim, boolean reverse) implements Op {}

  /// `e^x / Σ e^x` over the last dimension.
  record Softmax() implements Op {}

  /// `y (dy - Σ y dy)` over the last dimension; operands y (the result of the softmax) and dy.
  record SoftmaxGrad() implements Op {}

  /// `x - log Σ e^x` over the last dimension.
  record LogSoftmax() implements Op {}

  /// `1/n Σ (log Σ e^x - x[target])`; operands x `[n, classes]` and target `[n]`. Saves the softmax of x.
  record CrossEntropy() implements Op {}

  /// `(p - onehot(target)) dy / n`; operands p (the saved softmax), target and dy, a scalar.
  record CrossEntropyGrad() implements Op {}

  /// An operation of recurrent layers and of attention.
  sealed interface Sequential extends Op {
    /// The name by which errors call the operation.
    default String name() {
      return switch (this) {
        case LstmCell _ -> "lstm_cell";
        case LstmCellGrad _ -> "lstm_cell_grad";
        case GruCell _ -> "gru_cell";
        case GruCellGrad _ -> "gru_cell_grad";
        case Rope op -> op.pairs ? "rope_i" : "rope";
        case CausalSoftmax _ -> "causal_softmax";
      };
    }
  }

  /// `c' = f c + i g`, `h' = o tanh c'` with `i, f, o = 1 / (1 + e^-x)` and `g = tanh x` of the four parts x of the gates;
  /// operands gates `[batch, 4 hidden]` in the order i, f, g, o, and c `[batch, hidden]`. The result `[2, batch, hidden]` is h',
  /// then c'. Saves i, f, g, o.
  record LstmCell() implements Sequential {}

  /// The gradients of the gates, then of c, one after the other; operands the saved i, f, g, o `[batch, 4 hidden]`, c, the result
  /// and its gradient.
  record LstmCellGrad() implements Sequential {}

  /// `h' = (1 - z) n + z h` with `r, z = 1 / (1 + e^-(a + b))` and `n = tanh(a + r b)` of the three parts a of the gates of the
  /// input and b of those of the state; operands both gates `[batch, 3 hidden]` in the order r, z, n, and h `[batch, hidden]`. Saves
  /// r, z, n.
  record GruCell() implements Sequential {}

  /// The gradients of both gates, then of h, one after the other; operands the saved r, z, n `[batch, 3 hidden]`, the gates of the
  /// state, h and the gradient of the result.
  record GruCellGrad() implements Sequential {}

  /// Pairs of elements of the last dimension turned by an angle of their position: `y0 = x0 cos - x1 sin`, `y1 = x0 sin + x1 cos`,
  /// or by the opposite one if `back`. Pairs are neighbours, or element i of the first half and of the second; positions are
  /// dimension `time` of the four. Operands x, cos, sin `[positions, pairs]` or `[batch, positions, pairs]`.
  record Rope(boolean pairs, int time, boolean back) implements Sequential {}

  /// `e^x / Σ e^x` over the first `i + offset + 1` elements of row `i` of each `queries` rows, 0 in the others.
  record CausalSoftmax(int queries, int offset) implements Sequential {}

  /// An operation of windows over the last one or two dimensions; operands `[batch, channels, ..]`.
  sealed interface Windowed extends Op {
    /// How the windows lie.
    Frame frame();

    /// The name by which errors call the operation.
    default String name() {
      return switch (this) {
        case Conv2d _ -> frame().named("conv");
        case Conv2dInputGrad _ -> frame().named("conv_transpose");
        case Conv2dWeightGrad _ -> frame().named("conv") + "_weight_grad";
        case MaxPool2d _, MaxPoolPositions _, MaxPoolGather _ -> frame().named("max_pool");
        case MaxPoolScatter _ -> frame().named("max_pool") + "_grad";
        case AvgPool2d _ -> frame().named("avg_pool");
        case AvgPool2dGrad _ -> frame().named("avg_pool") + "_grad";
      };
    }
  }

  /// `y[n, o, p] = Σ x[n, c, place(p, k)] w[o, c, k]` over the channels c of the group of o and the elements k of a
  /// window; operands x `[n, c, ..]`, w `[o, c / groups, ..]`. The next two are the same sum, taken over other indices.
  record Conv2d(Frame frame, int groups) implements Windowed {}

  /// `dx[n, c, place(p, k)] += dy[n, o, p] w[o, c, k]`: the gradient of x, and the transposed convolution; operands dy, w.
  record Conv2dInputGrad(Frame frame, int groups) implements Windowed {}

  /// `dw[o, c, k] = Σ dy[n, o, p] x[n, c, place(p, k)]`: the gradient of w; operands x, dy.
  record Conv2dWeightGrad(Frame frame, int groups) implements Windowed {}

  /// The largest element of each window.
  record MaxPool2d(Frame frame) implements Windowed {}

  /// The place of the largest element of each window within its channel: the first of equal ones, or the first NaN;
  /// operands x and these elements.
  record MaxPoolPositions(Frame frame) implements Windowed {}

  /// `dx[position] += dy`; operands dy and the positions, both with a place for each window.
  record MaxPoolScatter(Frame frame) implements Windowed {}

  /// `y = x[position]`; operands x and the positions.
  record MaxPoolGather(Frame frame) implements Windowed {}

  /// The mean of each window. With `padded` the padding counts as zeros, otherwise it does not count.
  record AvgPool2d(Frame frame, boolean padded) implements Windowed {}

  /// The gradient of [AvgPool2d]: each element of a window gets its part.
  record AvgPool2dGrad(Frame frame, boolean padded) implements Windowed {}

  /// The elements of the last one or two dimensions in other sizes, each a mean of at most four.
  record Upsample(Resize to) implements Op {}

  /// The gradient of [Upsample].
  record UpsampleGrad(Resize to) implements Op {}

  /// `(x - mean) / √(variance + eps) w + b` over the last dimension; not centred, `x / √(mean of x² + eps) w`. Operands x
  /// `[.., n]` and, if there are, w `[n]` and b `[n]`. Saves the mean of each row, then `1 / √..` of each row, in F64.
  record Norm(boolean centred, double eps) implements Op {}

  /// The gradient of x of [Norm]; operands x, dy, what was saved and, if there is one, w.
  record NormGrad(boolean centred) implements Op {}

  /// The gradient of w of [Norm], `Σ dy (x - mean) / √..` over the rows; operands x, dy, what was saved.
  record NormWeightGrad(boolean centred) implements Op {}

  /// `x / (1 - p)`, or 0 with probability p: the numbers of the generator from `state` on decide, one for each element.
  record Dropout(double p, RngState state) implements Op {}

  /// The name by which errors call the operation: Candle's.
  default String text() {
    return switch (this) {
      case Unary op -> op.kind.text();
      case Binary op -> op.kind.text();
      case Compare op -> op.kind.name().toLowerCase(Locale.ROOT);
      case Reduce op -> op.kind.text();
      case ArgReduce op -> op.largest ? "argmax" : "argmin";
      case Where op -> "where_cond";
      case WholeAffine op -> "affine";
      case ByRule op -> op.name;
      case OnGradient op -> "on_gradient";
      case BroadcastAs op -> "broadcast_as";
      case PadWithZeros op -> "pad_with_zeros";
      case IndexSelect op -> "index-select";
      case IndexAdd op -> "index-add";
      case ScatterAdd op -> "scatter-add";
      case ArgSort op -> "arg_sort_last_dim";
      case LogSoftmax op -> "log_softmax";
      case CrossEntropy op -> "cross_entropy";
      case SoftmaxGrad op -> "softmax_grad";
      case CrossEntropyGrad op -> "cross_entropy_grad";
      case Cast op -> "to_dtype";
      case Sequential op -> op.name();
      case Windowed op -> op.name();
      case Upsample op -> op.to.name();
      case UpsampleGrad op -> op.to.name() + "_grad";
      case Norm op -> op.centred ? "layer-norm" : "rms-norm";
      case NormGrad op -> (op.centred ? "layer-norm" : "rms-norm") + "_grad";
      case NormWeightGrad op -> (op.centred ? "layer-norm" : "rms-norm") + "_weight_grad";
      case Reshape _,
          Permute _,
          Narrow _,
          Squeeze _,
          Unsqueeze _,
          Unfold _,
          Flip _,
          Affine _,
          Powf _,
          Pow _,
          Elu _,
          Matmul _,
          Linear _,
          Contiguous _,
          Cat _,
          Gather _,
          Scatter _,
          CumSum _,
          Recurrence _,
          Softmax _,
          Dropout _ ->
          getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
