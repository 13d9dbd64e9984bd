package io.github.candle4j.core.cpu;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/// One line that a user must see: logged, or printed where nothing would show the log.
public final class StartupWarning {
  /// The system property that silences such lines.
  private static final String QUIET_PROPERTY = "candle.quiet";

  private StartupWarning() {}

  /// Shows a line, unless `-Dcandle.quiet=true`.
  public static void print(String line) {
    if (Boolean.getBoolean(QUIET_PROPERTY)) {
      return;
    }
    if (LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory) {
      // Without an slf4j provider a logged line would be lost.
      System.err.println("WARN " + line);
    } else {
      Logger log = LoggerFactory.getLogger("io.github.candle4j");
      log.warn(line);
    }
  }
}
