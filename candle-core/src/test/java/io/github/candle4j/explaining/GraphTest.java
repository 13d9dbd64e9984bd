package io.github.candle4j.explaining;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CpuResult;
import io.github.candle4j.core.CpuStorage;
import io.github.candle4j.core.CustomOp1;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.GraphNode;
import io.github.candle4j.core.Layout;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Var;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GraphTest {
  private final Var w = Var.of(new float[][] {{1, 2}, {0, -1}}, Device.CPU);
  private final Tensor x = Tensor.of(new float[][] {{3, 4}}, Device.CPU);

  @Test
  void tableShowsOperationsInTheOrderOfComputation() {
    Tensor loss = Fused.linear(x, w).relu().sum(1).squeeze(0);
    // linear gives [11, -4], so relu lets the gradient of the first row through: dw = [[3, 4], [0,
    // 0]].
    assertThat(Graph.of(loss, loss.backward()).named(Map.of("w", w)))
        .hasToString(
            """
               operation      of   result      gradient  name
            1  variable            [2, 2] F32         5  w
            2  constant            [1, 2] F32
            3  linear         2 1  [1, 2] F32
            4  relu           3    [1, 2] F32
            5  sum dims=[1]   4    [1, 1] F32
            6  squeeze dim=1  5    [1] F32
            7  squeeze dim=0  6    [] F32
            5 operations, 1 variable of 4 elements, 1 constant; their arrays hold 44 B
            """);
  }

  @Test
  void aTensorThatIsUsedTwiceIsThereOnce() {
    Tensor y = w.sqr();
    Graph graph = Graph.of(y.mul(y).add(y));
    assertThat(graph.nodes())
        .extracting(GraphNode::operation)
        .containsExactly("variable", "sqr", "mul", "add");
    assertThat(graph.nodes())
        .extracting(GraphNode::operands)
        .containsExactly(List.of(), List.of(1), List.of(2, 2), List.of(3, 2));
  }

  @Test
  void normsAreThereForVariablesWithAGradient() {
    Var other = Var.of(1f, Device.CPU);
    GradStore grads = w.sumAll().backward();
    Graph graph = Graph.of(w.broadcastMul(other), grads);
    // Four ones.
    assertThat(graph.nodes().getFirst().gradientNorm()).hasValue(2);
    assertThat(graph.nodes().stream().skip(1)).allMatch(n -> n.gradientNorm().isEmpty());
    assertThat(Graph.of(w.neg()).toString()).doesNotContain("gradient");
  }

  @Test
  void whatWasMadeInATraceHasItsPlace() {
    Tensor before = w.sqr();
    Graph graph = Trace.run(() -> Graph.of(before.exp())).value();
    assertThat(graph.nodes().get(1).madeAt()).isEmpty();
    assertThat(graph.nodes().get(2).madeAt().orElseThrow())
        .matches("GraphTest\\.whatWasMadeInATraceHasItsPlace\\(GraphTest\\.java:\\d+\\)");
  }

  @Test
  void operationsOfUsersAndRepeatedRunsAreTold() {
    Tensor y = Recompute.run(xs -> xs.getFirst().exp().sqr(), w.applyOp1(new Same()));
    assertThat(Graph.of(y).nodes())
        .extracting(GraphNode::description)
        .containsExactly("variable", "same (custom)", "recompute (run again)");
    assertThat(Graph.of(y).nodes())
        .extracting(GraphNode::kind)
        .containsExactly(GraphNode.Kind.VARIABLE, GraphNode.Kind.CUSTOM, GraphNode.Kind.RECOMPUTED);
  }

  @Test
  void aChangeThatBackwardWouldRefuseIsTold() {
    Tensor y = w.sqr().unsqueeze(0);
    assertThat(Graph.of(y).nodes()).noneMatch(GraphNode::changed);
    Tensor.noGrad(() -> w.zeroSet());
    assertThat(Graph.of(y).nodes())
        .extracting(GraphNode::changed)
        .containsExactly(false, true, false);
    assertThat(Graph.of(y).toString()).contains("sqr (changed since)");
  }

  @Test
  void whereNothingWasRecordedTheTableSaysWhy() {
    assertThat(Graph.of(x.sqr()))
        .hasToString(
            "   operation  result\n"
                + "1  constant   [1, 2] F32\n"
                + "nothing was recorded: the tensor depends on no variable, or was made in"
                + " noGrad\n");
    assertThat(Graph.of(w).toString()).contains("0 operations, 1 variable of 4 elements");
  }

  @Test
  void bytesCountEachArrayOnce() {
    // w: 16 bytes; its views have none; the sum has 8. Cross-entropy keeps the softmax: 16 more,
    // ids 8, result 4.
    assertThat(Graph.of(w.t().unsqueeze(0)).bytes()).isEqualTo(16);
    assertThat(Graph.of(w.t().sum(0)).bytes()).isEqualTo(24);
    Tensor ids = Tensor.of(new int[] {0, 1}, Device.CPU);
    assertThat(Graph.of(Fused.crossEntropy(w, ids)).bytes()).isEqualTo(16 + 16 + 8 + 4);
  }

  @Test
  void aGraphHoldsNoTensor() throws InterruptedException {
    List<WeakReference<Tensor>> loss = new ArrayList<>();
    Graph graph = graphOf(loss);
    for (int i = 0; i < 100 && loss.getFirst().get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(loss.getFirst().get()).isNull();
    assertThat(graph.named(Map.of("w", w)).nodes().getFirst().name()).hasValue("w");
  }

  private Graph graphOf(List<WeakReference<Tensor>> loss) {
    return Trace.run(
            () -> {
              Tensor y = w.sqr();
              loss.add(new WeakReference<>(y));
              return Graph.of(y);
            })
        .value();
  }

  @Test
  void aLongGraphNeedsNoDeepStack() {
    int steps = 200_000;
    Tensor y = Var.of(1f, Device.CPU);
    for (int i = 0; i < steps; i++) {
      y = y.neg();
    }
    assertThat(Graph.of(y).nodes()).hasSize(steps + 1);
    assertThat(Graph.of(y).toMermaid()).contains("n" + steps + " --> n" + (steps + 1));
  }

  @Test
  void parametersOfOperationsAreShown() {
    Var image = Var.zeros(Shape.of(1, 1, 4, 4), DType.F32, Device.CPU);
    Tensor y = image.affine(2, 0.5).maxPool2d(2).permute(0, 2, 1, 3).toDtype(DType.F64).powf(1.5);
    assertThat(Graph.of(y).nodes())
        .extracting(GraphNode::description)
        .contains("affine mul=2, add=0.5", "permute order=[0, 2, 1, 3]", "to_dtype to=F64")
        .contains("powf exponent=1.5");
  }

  @Test
  void mermaidHasANodeForEachTensorAndAnArrowForEachOperand() {
    Tensor y = w.mul(w);
    assertThat(Graph.of(y, y.backward()).named(Map.of("w", w)).toMermaid())
        .isEqualTo(
            """
            flowchart TD
              n1["w<br/>[2, 2] F32<br/>gradient 4.899"]
              n2["mul<br/>[2, 2] F32"]
              n1 --> n2
              n1 --> n2
              classDef variable fill:#dbeafe,stroke:#1d4ed8,color:#000
              class n1 variable
            """);
    // dw = 2 w, whose norm is √(4 + 16 + 0 + 4) = √24
  }

  @Test
  void windowsAreToldInShort() {
    Var image = Var.zeros(Shape.of(1, 1, 6, 6), DType.F32, Device.CPU);
    Tensor kernel = Tensor.zeros(Shape.of(1, 1, 3, 3), DType.F32, Device.CPU);
    Tensor y = image.conv2d(kernel, 1, 2, 1, 1).interpolate2d(6, 4);
    assertThat(Graph.of(y.maxPool2dWithStride(2, 1, 2, 1).squeeze(0)).nodes())
        .extracting(GraphNode::description)
        .contains(
            "conv2d kernel=3x3, stride=2, padding=1, dilation=1, groups=1",
            "upsample_nearest2d size=6x4",
            "max_pool2d kernel=2x1, stride=2x1, padding=0, dilation=1");
    Tensor row = image.reshape(1, 6, 6).avgPool1d(2).interpolate1d(5);
    assertThat(Graph.of(row).nodes())
        .extracting(GraphNode::description)
        .contains("upsample_nearest1d size=5")
        .anyMatch(d -> d.startsWith("avg_pool1d kernel=2, stride=2, padding=0, dilation=1"));
  }

  @Test
  void dotHasANodeForEachTensorAndAnArrowForEachOperand() {
    assertThat(Graph.of(w.add(x.broadcastAs(2, 2))).toDot())
        .isEqualTo(
            """
            digraph {
              node [shape=box, style="rounded,filled", fillcolor=white, fontname=Helvetica, fontsize=11]
              n1 [label="variable\\n[2, 2] F32", fillcolor="#dbeafe"]
              n2 [label="constant\\n[2, 2] F32", fillcolor="#e5e7eb"]
              n3 [label="add\\n[2, 2] F32"]
              n1 -> n3
              n2 -> n3
            }
            """);
  }

  @Test
  void namesAreEscaped() {
    Graph graph = Graph.of(w.neg()).named(Map.of("a \"b\" <c> & `d` #e \\ f\ng", w));
    assertThat(graph.toMermaid())
        .contains(
            "n1[\"a #quot;b#quot; &lt;c&gt; &amp; #96;d#96; #35;e \\ f<br/>g<br/>[2, 2] F32\"]");
    assertThat(graph.toDot())
        .contains("label=\"a \\\"b\\\" <c> & `d` #e \\\\ f\\ng\\n[2, 2] F32\"");
  }

  private record Same() implements CustomOp1 {
    @Override
    public String name() {
      return "same";
    }

    @Override
    public CpuResult cpuFwd(CpuStorage storage, Layout layout) {
      float[] copy = ((CpuStorage.F32) storage).array().clone();
      return new CpuResult(new CpuStorage.F32(copy), layout.shape());
    }

    @Override
    public Optional<Tensor> bwd(Tensor arg, Tensor res, Tensor gradRes) {
      return Optional.of(gradRes);
    }
  }
}
