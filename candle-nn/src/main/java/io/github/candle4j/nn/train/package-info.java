/// What a training loop may want around it: checkpoints, metrics, an early end, progress and curves. The loop itself stays plain code.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.train;
