package io.github.candle4j.examples;

import java.io.PrintWriter;
import java.io.StringWriter;

/// What a run of the command line left behind.
///
/// @param code its exit code
/// @param out what it printed
/// @param err what it printed on the error stream
public record CommandRun(int code, String out, String err) {
  /// Runs the command line in this JVM.
  public static CommandRun of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new CommandRun(code, out.toString(), err.toString());
  }

  /// Throws a `ParameterException` if the command line does not understand these words.
  public static void parse(String... args) {
    var _ = Main.commandLine().parseArgs(args);
  }
}
