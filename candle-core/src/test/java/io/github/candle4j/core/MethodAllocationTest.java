package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.Allocations.Call;
import io.github.candle4j.core.cpu.Parallel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/// What every method of [Tensor] allocates for F32, in bytes: its result, and the results of its steps where it
/// is made of several; on one thread. Other dtypes and strides are tested where the operations are.
@Isolated
class MethodAllocationTest {
  private static final int ROWS = Allocations.ROWS;
  private static final int COLUMNS = Allocations.COLUMNS;

  /// The bytes of `x` in F32, of its flags, and of its elements in 64 bits.
  private static final long FLOATS = 4 * Allocations.COUNT;

  private static final long FLAGS = Allocations.COUNT;
  private static final long WIDE = 8 * Allocations.COUNT;

  /// What StrictMath allocates for sines of doubles.
  private static final long STRICT_MATH = 32 * Allocations.COUNT;

  private static final Set<Class<?>> RESULTS =
      Set.of(Tensor.class, List.class, SortResult.class, PoolResult.class, void.class);

  private final int threads = Parallel.threads();
  private final List<Call> calls = new ArrayList<>();
  private final Set<String> reasons = new TreeSet<>();

  private final Tensor x = Tensor.rand(1f, 2f, Shape.of(ROWS, COLUMNS), Device.CPU);
  private final Tensor y = x.copy();
  private final Tensor row = x.get(0).copy();
  private final Tensor column = x.getOnDim(1, 0).copy().unsqueeze(1);
  private final Tensor flags = x.gt(0);
  private final Tensor rows = Tensor.arange(0, ROWS, Device.CPU);
  private final Tensor ids = x.zerosLike().toDtype(DType.U32);
  private final Tensor square = x.narrow(1, 0, ROWS).copy();
  private final Tensor lines = x.reshape(-1, 16, 1024);
  private final Tensor images = x.reshape(-1, 16, 64, 64);
  private final Tensor few = Tensor.arange(0f, 256f, Device.CPU);

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  @Test
  void everyMethodAllocatesWhatIsStated() {
    elementwise();
    flags();
    reductions();
    order();
    views();
    copies();
    indexes();
    products();
    windows();
    creation();
    sequences();
    inPlace();
    because("runs code of the user", "apply applyT applyOp1 applyOp2 applyOp3 noGrad");
    because("runs code of the user", "applyOp1NoBwd applyOp2NoBwd applyOp3NoBwd");
    because("runs code of the user", "inplaceOp1 inplaceOp2 inplaceOp3");
    because("lists what is there", "sortedNodes");
    because("goes over boxed numbers, which cost more than their tensor", "fromIter");
    because("files", "writeBytes saveSafetensors writeNpy writeNpz readNpy readNpzByName");
    Set<String> covered = new TreeSet<>(reasons);
    calls.forEach(call -> covered.add(call.name()));
    assertThat(covered).containsExactlyInAnyOrderElementsOf(methods(Tensor.class));
    assertThat(Allocations.wrong(calls)).isEmpty();
  }

  static Object invoke(Method method, Tensor x, Object... arguments) {
    try {
      return method.invoke(x, arguments);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError(method.getName(), e);
    }
  }

  private static String broadcast(String name) {
    return "broadcast" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  static Set<String> methods(Class<?> type) {
    Set<String> names = new TreeSet<>();
    for (Method method : type.getMethods()) {
      boolean own = method.getDeclaringClass() != Object.class;
      if (own && RESULTS.contains(method.getReturnType())) {
        names.add(method.getName());
      }
    }
    return names;
  }

  private void elementwise() {
    String functions = "abs ceil cos erf exp floor gelu geluErf log neg recip relu round";
    for (String name : (functions + " sigmoid sign silu sin sqr sqrt tanh").split(" ", -1)) {
      call(name, FLOATS, () -> invoke(method(name), x));
    }
    call("affine", FLOATS, () -> x.affine(2, 1));
    call("powf", FLOATS, () -> x.powf(1.5));
    call("elu", FLOATS, () -> x.elu(1));
    call("clamp", 2 * FLOATS, () -> x.clamp(1, 2));
    // Cast, scaled, rounded, scaled back, the size, its comparison, the choice, cast.
    call("roundTo", 6 * WIDE + FLAGS + FLOATS, () -> x.roundTo(1));
    for (String name : "add sub mul div maximum minimum pow".split(" ", -1)) {
      call(name, FLOATS, () -> invoke(method(name, Tensor.class), x, y));
      String broadcast = broadcast(name);
      call(broadcast, FLOATS, () -> invoke(method(broadcast, Tensor.class), x, row));
      call(broadcast, FLOATS, () -> invoke(method(broadcast, Tensor.class), x, column));
    }
    call("toDtype", WIDE, () -> x.toDtype(DType.F64));
    call("toDevice", 0, () -> x.toDevice(Device.CPU));
    call("whereCond", FLOATS, () -> flags.whereCond(x, y));
    call("maskedFill", FLOATS, () -> x.maskedFill(flags, 3));
  }

  private static Method method(String name, Class<?>... arguments) {
    try {
      return Tensor.class.getMethod(name, arguments);
    } catch (NoSuchMethodException e) {
      throw new LinkageError(name, e);
    }
  }

  private void flags() {
    for (String name : "eq ne lt le gt ge".split(" ", -1)) {
      call(name, FLAGS, () -> invoke(method(name, Tensor.class), x, y));
      String broadcast = broadcast(name);
      call(broadcast, FLAGS, () -> invoke(method(broadcast, Tensor.class), x, row));
    }
    call("cmp", FLAGS, () -> x.cmp(2, CmpOp.LT));
    call("logicalAnd", 3 * FLAGS, () -> x.logicalAnd(y));
    call("logicalOr", 3 * FLAGS, () -> x.logicalOr(y));
    call("logicalXor", 3 * FLAGS, () -> x.logicalXor(y));
    call("logicalNot", FLAGS, x::logicalNot);
    call("isNan", FLAGS, x::isNan);
    call("isFinite", FLOATS + FLAGS, x::isFinite);
    call("isInf", FLOATS + 3 * FLAGS, x::isInf);
    call("any", FLAGS, () -> x.any(1));
    call("anyKeepdim", FLAGS, () -> x.anyKeepdim(0));
    call("anyAll", FLAGS, x::anyAll);
    call("all", FLAGS, () -> x.all(1));
    call("allKeepdim", FLAGS, () -> x.allKeepdim(0));
    call("allAll", FLAGS, x::allAll);
    call("countNonzero", FLAGS + WIDE, () -> x.countNonzero(1));
    call("countNonzeroKeepdim", FLAGS + WIDE, () -> x.countNonzeroKeepdim(1));
    call("countNonzeroAll", FLAGS + WIDE, x::countNonzeroAll);
    call("nonzero", FLAGS + 2 * FLOATS, x::nonzero);
    call("maskedSelect", FLAGS + 2 * FLOATS, () -> x.maskedSelect(flags));
  }

  private void reductions() {
    for (String name : "sum prod mean max min".split(" ", -1)) {
      Method keepdim = method(name + "Keepdim", List.class);
      call(name, 0, () -> invoke(method(name, List.class), x, List.of(0)));
      call(name, 0, () -> invoke(method(name, List.class), x, List.of(1)));
      call(name + "Keepdim", 0, () -> invoke(keepdim, x, List.of(0, 1)));
      call(name + "All", 0, () -> invoke(method(name + "All"), x));
    }
    for (String name : "argmax argmin".split(" ", -1)) {
      call(name, 0, () -> invoke(method(name, int.class), x, 1));
      call(name + "Keepdim", 0, () -> invoke(method(name + "Keepdim", int.class), x, 0));
    }
    // The differences from the mean, and their squares.
    for (String name : "var std varPopulation stdPopulation".split(" ", -1)) {
      call(name, 2 * FLOATS, () -> invoke(method(name, int.class), x, 1));
      String keepdim = name + "Keepdim";
      call(keepdim, 2 * FLOATS, () -> invoke(method(keepdim, int.class), x, 1));
    }
    call("logSumExp", 2 * FLOATS, () -> x.logSumExp(1));
    call("norm", FLOATS, x::norm);
    call("cumsum", FLOATS, () -> x.cumsum(1));
    call("cumprod", 2 * FLOATS, () -> x.cumprod(0));
  }

  private void order() {
    call("argSortLastDim", FLOATS, () -> x.argSortLastDim(true));
    call("argsort", FLOATS, () -> x.argsort(0, false));
    call("sortLastDim", 2 * FLOATS, () -> x.sortLastDim(false));
    call("sort", 2 * FLOATS, () -> x.sort(1, true));
    // The indices are those of a transposed tensor, which are read into an array.
    call("sort", 3 * FLOATS, () -> x.sort(0, true));
    call("topk", 0, () -> x.topk(4));
    // Positions, their copy in order, and values.
    call("topk", 3 * 16 * COLUMNS, () -> x.topk(4, 0, false));
    call("median", FLOATS / 2, () -> x.median(1));
  }

  private void views() {
    call("flatten", 0, () -> x.flatten(0, 1));
    call("flattenTo", 0, () -> x.flattenTo(1));
    call("flattenFrom", 0, () -> x.flattenFrom(0));
    call("flattenAll", 0, x::flattenAll);
    call("squeeze", 0, () -> x.unsqueeze(0).squeeze(0));
    call("unsqueeze", 0, () -> x.unsqueeze(1));
    call("t", 0, x::t);
    call("transpose", 0, () -> x.transpose(0, 1));
    call("permute", 0, () -> x.permute(1, 0));
    call("movedim", 0, () -> x.movedim(0, 1));
    call("narrow", 0, () -> x.narrow(0, 1, 2));
    call("chunk", 0, () -> x.chunk(2, 0));
    call("split", 0, () -> x.split(1, 1, COLUMNS - 1));
    call("broadcastAs", 0, () -> row.broadcastAs(x.shape()));
    call("broadcastLeft", 0, () -> x.broadcastLeft(2));
    call("expand", 0, () -> row.expand(x.shape()));
    call("unfold", 0, () -> x.unfold(1, 3, 1));
    call("i", 0, () -> x.i(Index.all(), Index.from(2)));
    call("get", 0, () -> x.get(1));
    call("getOnDim", 0, () -> x.getOnDim(1, 2));
    call("detach", 0, () -> Var.fromTensor(row).exp().detach());
    call("onGradient", 0, () -> x.onGradient(Tensor::neg));
  }

  private void copies() {
    call("reshape", FLOATS, () -> x.t().reshape(-1));
    call("contiguous", FLOATS, () -> x.t().contiguous());
    call("forceContiguous", FLOATS, x::forceContiguous);
    call("copy", FLOATS, x::copy);
    call("repeat", 2 * FLOATS, () -> x.repeat(1, 2));
    call("repeatInterleave", 2 * FLOATS, () -> x.repeatInterleave(2, 0));
    call("padWithZeros", FLOATS, () -> x.padWithZeros(1, 1, 2));
    call("padWithSame", FLOATS, () -> x.padWithSame(1, 1, 2));
    call("padWithValue", FLOATS, () -> x.padWithValue(1, 1, 2, 5));
    call("padWithReflect", FLOATS, () -> x.padWithReflect(1, 1, 2));
    call("flip", FLOATS, () -> x.flip(0));
    call("roll", FLOATS, () -> x.roll(3, 1));
    call("pixelShuffle", FLOATS, () -> images.pixelShuffle(2));
    call("pixelUnshuffle", FLOATS, () -> images.pixelUnshuffle(2));
    call("diag", FLOATS * 256 * 256 / Allocations.COUNT, few::diag);
    call("diagonal", 0, () -> x.diagonal(0, 0, 1));
    call("tril", FLOATS + FLAGS, x::tril);
    call("triu", FLOATS + FLAGS, x::triu);
    call("outer", FLOATS, () -> column.squeeze(1).outer(row));
    call("cat", 2 * FLOATS, () -> Tensor.cat(1, x, y));
    call("stack", 2 * FLOATS, () -> Tensor.stack(2, x, y));
  }

  private void indexes() {
    call("indexSelect", FLOATS, () -> x.indexSelect(rows, 0));
    call("embedding", FLOATS, () -> x.embedding(rows));
    call("gather", FLOATS, () -> x.gather(ids, 0));
    call("gather", 2 * FLOATS, () -> x.gather(ids.narrow(1, 1, COLUMNS - 1), 1));
    call("scatter", FLOATS, () -> x.scatter(ids, y, 0));
    call("scatterAdd", FLOATS, () -> x.scatterAdd(ids, y, 1));
    call("indexAdd", FLOATS, () -> x.indexAdd(rows, y, 0));
    call("sliceScatter", FLOATS, () -> x.sliceScatter(column, 1, 3));
    call("sliceScatter0", FLOATS, () -> x.sliceScatter0(row.unsqueeze(0), 2));
    Tensor half = x.narrow(1, 0, COLUMNS / 2);
    Tensor quarter = half.narrow(0, 0, ROWS / 2);
    call("sliceAssign", FLOATS, () -> x.sliceAssign(half, Index.all(), Index.to(COLUMNS / 2)));
    // The rows are made first.
    call(
        "sliceAssign",
        FLOATS * 3 / 2,
        () -> x.sliceAssign(quarter, Index.to(ROWS / 2), Index.to(COLUMNS / 2)));
  }

  private void products() {
    Tensor tall = x.reshape(-1, ROWS);
    Tensor batch = x.reshape(-1, ROWS, ROWS);
    call("matmul", FLOATS, () -> tall.matmul(square));
    call("matmul", FLOATS, () -> batch.matmul(batch.t()));
    call("broadcastMatmul", FLOATS, () -> batch.broadcastMatmul(square));
    call("mv", 0, () -> x.mv(row));
    call("dot", 0, () -> x.flattenAll().dot(y.flattenAll()));
    call("einsum", FLOATS, () -> Tensor.einsum("bij,bjk->bik", batch, batch));
    // The letters of an operand in another order are a copy of it.
    call("einsum", FLOATS + 4 * ROWS * ROWS, () -> Tensor.einsum("ij,kj->ik", x, x));
  }

  private void windows() {
    Tensor w1 = row.narrow(0, 0, 16 * 16 * 3).reshape(16, 16, 3);
    Tensor w2 = x.flattenAll().narrow(0, 0, 16 * 16 * 9).reshape(16, 16, 3, 3);
    call("conv1d", FLOATS, () -> lines.conv1d(w1, 1, 1, 1, 1));
    call("conv2d", FLOATS, () -> images.conv2d(w2, 1, 1, 1, 1));
    call("conv2d", FLOATS / 4, () -> images.conv2d(w2, 1, 2, 1, 1));
    call("convTranspose1d", FLOATS, () -> lines.convTranspose1d(w1, 1, 0, 1, 1, 1));
    call("convTranspose2d", FLOATS, () -> images.convTranspose2d(w2, 1, 0, 1, 1));
    call("convTranspose2d", 4 * FLOATS, () -> images.convTranspose2d(w2, 1, 1, 2, 1));
    call("avgPool1d", FLOATS / 2, () -> lines.avgPool1d(2));
    call("avgPool1dWithStride", FLOATS / 2, () -> lines.avgPool1dWithStride(2, 2));
    call("maxPool1d", FLOATS / 2, () -> lines.maxPool1d(2));
    call("maxPool1dWithStride", FLOATS / 2, () -> lines.maxPool1dWithStride(2, 2));
    call("avgPool2d", FLOATS / 4, () -> images.avgPool2d(2));
    call("avgPool2dWithStride", FLOATS / 4, () -> images.avgPool2dWithStride(2, 2));
    call("maxPool2d", FLOATS / 4, () -> images.maxPool2d(2));
    call("maxPool2dWithStride", FLOATS / 4, () -> images.maxPool2dWithStride(2, 2));
    Pool2dParams two = Pool2dParams.of(2);
    call("maxPool2dWithIndices", FLOATS / 2, () -> images.maxPool2dWithIndices(two));
    // Where each element of a line comes from.
    long places = 16 * 2048;
    call("interpolate1d", 2 * FLOATS + places, () -> lines.interpolate1d(2048));
    call("upsampleNearest1d", 2 * FLOATS + places, () -> lines.upsampleNearest1d(2048));
    call("interpolate2d", 2 * FLOATS, () -> images.interpolate2d(128, 64));
    call("upsampleNearest2d", 2 * FLOATS, () -> images.upsampleNearest2d(64, 128));
    call("upsampleBilinear2d", 2 * FLOATS, () -> images.upsampleBilinear2d(128, 64, true));
    Supplier<?> wider = () -> images.upsampleBilinear2dWithScale(1, 2, false);
    call("upsampleBilinear2dWithScale", 2 * FLOATS, wider);
  }

  private void creation() {
    Shape shape = x.shape();
    float[][] nested = x.toVec2F32();
    float[] flat = x.flattenAll().toVec1F32();
    byte[] bytes = new byte[Math.toIntExact(FLOATS)];
    call("zeros", FLOATS, () -> Tensor.zeros(shape, DType.F32, Device.CPU));
    call("ones", FLOATS, () -> Tensor.ones(shape, DType.F32, Device.CPU));
    call("empty", FLOATS, () -> Tensor.empty(shape, DType.F32, Device.CPU));
    call("full", FLOATS, () -> Tensor.full(2f, shape, Device.CPU));
    call("zerosLike", FLOATS, x::zerosLike);
    call("onesLike", FLOATS, x::onesLike);
    call("emptyLike", FLOATS, x::emptyLike);
    call("rand", FLOATS, () -> Tensor.rand(0f, 1f, shape, Device.CPU));
    call("randLike", FLOATS, () -> x.randLike(0, 1));
    call("randn", FLOATS + STRICT_MATH, () -> Tensor.randn(0f, 1f, shape, Device.CPU));
    call("randnLike", FLOATS + STRICT_MATH, () -> x.randnLike(0, 1));
    call("of", FLOATS, () -> Tensor.of(nested, Device.CPU));
    call("fromVec", 0, () -> Tensor.fromVec(flat, shape, Device.CPU));
    call("fromSlice", FLOATS, () -> Tensor.fromSlice(flat, shape, Device.CPU));
    call("fromRawBuffer", FLOATS, () -> Tensor.fromRawBuffer(bytes, DType.F32, shape, Device.CPU));
  }

  private void sequences() {
    int n = Math.toIntExact(Allocations.COUNT);
    long part = FLOATS * 256 * 256 / n;
    // In 64 bits first.
    call("arange", FLOATS + WIDE, () -> Tensor.arange(0f, n, Device.CPU));
    call("arange", WIDE, () -> Tensor.arange(0L, n, Device.CPU));
    call("arangeStep", FLOATS + WIDE, () -> Tensor.arangeStep(0f, n / 2f, 0.5f, Device.CPU));
    call("linspace", FLOATS + WIDE, () -> Tensor.linspace(0f, 1f, n, Device.CPU));
    call("eye", part + part / 4, () -> Tensor.eye(256, DType.F32, Device.CPU));
    call("tril2", 2 * part + part / 4, () -> Tensor.tril2(256, DType.F32, Device.CPU));
    call("triu2", 2 * part + part / 4, () -> Tensor.triu2(256, DType.F32, Device.CPU));
    call("meshgrid", 2 * FLOATS, () -> Tensor.meshgrid(false, column.squeeze(1), row));
  }

  private void inPlace() {
    Tensor z = x.copy();
    change("zeroSet", z::zeroSet);
    change("oneSet", z::oneSet);
    change("constSet", () -> z.constSet(3));
    change("sliceSet", () -> z.sliceSet(column, 1, 3));
    change("scatterSet", () -> z.scatterSet(ids, y, 0));
    change("scatterAddSet", () -> z.scatterAddSet(ids, y, 0));
  }

  private void change(String name, Runnable body) {
    call(
        name,
        0,
        () -> {
          body.run();
          return name;
        });
  }

  private void call(String name, long bytes, Supplier<?> body) {
    calls.add(new Call(name, body, bytes));
  }

  private void because(String reason, String names) {
    assertThat(reason).isNotBlank();
    reasons.addAll(List.of(names.split(" ", -1)));
  }
}
