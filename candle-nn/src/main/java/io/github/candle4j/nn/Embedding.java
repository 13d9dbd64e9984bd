package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.OptionalInt;

/// A table of vectors, one for each id: `y[.., :] = embeddings[ids[..], :]`.
///
/// - `ids` of any shape and integer dtype, `embeddings` `[count, hidden]`, result `[.., hidden]`
///
/// The gradient of the table is dense: it has its shape, and is 0 for ids that did not occur. The vector of the padding id,
/// if there is one, is looked up like any other and has no gradient, so training does not change it.
///
/// {@snippet :
/// Embedding tokens = Embedding.embedding(32000, 512, vb.pp("embed_tokens"));
/// Tensor y = tokens.forward(ids); // [2, 10] gives [2, 10, 512]
/// }
///
/// @param embeddings the table
/// @param hiddenSize the length of a vector
/// @param paddingIdx the id that stands for no token, if there is one
public record Embedding(Tensor embeddings, int hiddenSize, OptionalInt paddingIdx)
    implements Module {
  private static final String LAYER = "embedding";

  /// Checks that the sizes fit.
  ///
  /// @throws CandleException if the table is not `[count, hidden]` or the padding id is not in it
  public Embedding {
    Checks.rank(LAYER, embeddings, 2, "a table [count, hidden]");
    if (embeddings.dim(1) != hiddenSize) {
      throw CandleException.shapeMismatch(
          LAYER,
          embeddings.shape(),
          Shape.of(hiddenSize),
          "the hidden size is the last size of the table");
    }
    if (paddingIdx.isPresent()) {
      checkPadding(paddingIdx.getAsInt(), embeddings.dim(0));
    }
  }

  /// A table without a padding id.
  ///
  /// @throws CandleException if the table is not `[count, hidden]`
  public Embedding(Tensor embeddings, int hiddenSize) {
    this(embeddings, hiddenSize, OptionalInt.empty());
  }

  /// A new table with the parameter `weight`, from a normal distribution with standard deviation 1.
  public static Embedding embedding(int in, int out, VarBuilder vb) {
    return new Embedding(weight(in, out, vb), out);
  }

  /// A new table with the parameter `weight`, from a normal distribution with standard deviation 1, but for the padding id,
  /// whose vector is 0. A table that is there already stays as it is.
  ///
  /// @throws CandleException if the padding id is not one of the table
  public static Embedding embedding(int in, int out, int paddingIdx, VarBuilder vb) {
    checkPadding(paddingIdx, in);
    boolean isNew = !vb.containsTensor("weight");
    Tensor weight = weight(in, out, vb);
    if (isNew && weight instanceof Var var) {
      Tensor zeros = Tensor.zeros(Shape.of(1, out), vb.dtype(), vb.device());
      Tensor.noGrad(() -> var.set(var.sliceScatter(zeros, 0, paddingIdx)));
    }
    return new Embedding(weight, out, OptionalInt.of(paddingIdx));
  }

  private static Tensor weight(int in, int out, VarBuilder vb) {
    Checks.atLeast(LAYER, "count", in, 1);
    Checks.atLeast(LAYER, "hidden size", out, 1);
    return vb.getWithHints(Shape.of(in, out), "weight", new Init.Randn(0, 1));
  }

  private static void checkPadding(int paddingIdx, int count) {
    if (paddingIdx < 0 || paddingIdx >= count) {
      throw CandleException.withHint(
          CandleException.Kind.INDEX,
          LAYER,
          "embedding: the padding id " + paddingIdx + " is not in a table of " + count,
          "ids count from 0");
    }
  }

  /// The vector of each id.
  ///
  /// @throws CandleException if an id is not in the table or they are not integers
  @Override
  public Tensor forward(Tensor ids) {
    Tensor rows = embeddings.indexSelect(ids.flattenAll(), 0);
    Tensor y = rows.reshape(ids.shape().extend(hiddenSize));
    if (paddingIdx.isEmpty()) {
      return y;
    }
    // The dtype of the ids may be too small for the padding id.
    Tensor isPadding = ids.toDtype(DType.I64).eq((long) paddingIdx.getAsInt());
    return isPadding.unsqueeze(ids.rank()).broadcastAs(y.shape()).whereCond(y.detach(), y);
  }

  @Override
  public String toString() {
    return "Embedding("
        + embeddings.dim(0)
        + " -> "
        + hiddenSize
        + (paddingIdx.isPresent() ? ", padding " + paddingIdx.getAsInt() + ")" : ")");
  }
}
