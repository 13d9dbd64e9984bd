package io.github.candle4j.core;

/// Somebody who is told of operations.
sealed interface Watcher permits TraceRecorder, TraceLog, AnomalyGuard {}
