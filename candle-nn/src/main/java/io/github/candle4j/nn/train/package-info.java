/// What a training loop may want around it: schedules, gradients, checkpoints, metrics, an early end, progress and curves. The loop itself stays plain code.
@org.jspecify.annotations.NullMarked
package io.github.candle4j.nn.train;
