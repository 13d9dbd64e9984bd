// Start-up script for jshell; docs/how-to/explore-in-jshell.md says how to use it.

import io.github.candle4j.core.Anomaly;
import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CmpOp;
import io.github.candle4j.core.D;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Display;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.Graph;
import io.github.candle4j.core.Index;
import io.github.candle4j.core.Module;
import io.github.candle4j.core.Recompute;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.TensorSummary;
import io.github.candle4j.core.Trace;
import io.github.candle4j.core.Utils;
import io.github.candle4j.core.Var;
import io.github.candle4j.nn.*;

import static io.github.candle4j.core.Index.all;
import static io.github.candle4j.core.Index.at;
import static io.github.candle4j.core.Index.from;
import static io.github.candle4j.core.Index.range;
import static io.github.candle4j.nn.Linear.linear;

Device device = Device.CPU;

void help() {
    System.out.println("""
        Tensor t = Tensor.of(new float[][] {{1, 2}, {3, 4}}, device)   from numbers
        Tensor.randn(0f, 1f, Shape.of(2, 3), device)                   from a distribution
        t.matmul(t.t()).relu()                                         operations
        t.i(all(), at(0))                                              a column
        t.summary()                                                    least, largest, mean, NaN
        Var w = Var.fromTensor(t)                                      a variable
        w.sqr().sumAll().backward().get(w)                             its gradient
        Graph.of(w.sqr().sumAll())                                     what was recorded
        Trace.run(() -> t.matmul(t))                                   operations with their times
        Anomaly.detect(() -> t.log())                                  the first NaN or infinity
        attempt(() -> t.add(t.get(0)))                                 an error without its stack
        Tab completes names, Tab twice shows the documentation.""");
}

// The text of an error without its stack.
void attempt(Runnable body) {
    try {
        body.run();
    } catch (CandleException e) {
        System.out.println(e.getMessage());
    }
}

System.out.println("candle4j with " + Utils.kernels() + " kernels; help() shows what there is");
