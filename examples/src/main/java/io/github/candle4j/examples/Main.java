package io.github.candle4j.examples;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.examples.appb.ShapeErrorsCommand;
import io.github.candle4j.examples.appc.InferenceCommand;
import io.github.candle4j.examples.ch01.SpeedCommand;
import io.github.candle4j.examples.ch01.SumCommand;
import io.github.candle4j.examples.ch02.PerceptronCommand;
import io.github.candle4j.examples.ch02.XorCommand;
import io.github.candle4j.examples.ch03.JavaCommand;
import io.github.candle4j.examples.ch04.TensorsCommand;
import io.github.candle4j.examples.ch05.IrisCommand;
import io.github.candle4j.examples.ch06.LossesCommand;
import io.github.candle4j.examples.ch06.OptimizersCommand;
import io.github.candle4j.examples.ch06.RegressionCommand;
import io.github.candle4j.examples.ch07.BackpropCommand;
import io.github.candle4j.examples.ch07.GradientsCommand;
import io.github.candle4j.examples.ch08.ActivationNetCommand;
import io.github.candle4j.examples.ch08.ActivationsCommand;
import io.github.candle4j.examples.ch09.RateCommand;
import io.github.candle4j.examples.ch10.ConvolutionCommand;
import io.github.candle4j.examples.ch10.MnistCommand;
import io.github.candle4j.examples.ch11.ElmanCommand;
import io.github.candle4j.examples.ch12.LstmCommand;
import io.github.candle4j.examples.ch13.BpeCommand;
import io.github.candle4j.examples.ch13.TokenizerCommand;
import io.github.candle4j.examples.ch14.EmbeddingsCommand;
import io.github.candle4j.examples.ch14.PositionsCommand;
import io.github.candle4j.examples.ch15.AttentionCommand;
import io.github.candle4j.examples.ch15.CaesarCommand;
import io.github.candle4j.examples.ch15.IrisAttentionCommand;
import io.github.candle4j.examples.ch16.ShakespeareCommand;
import io.github.candle4j.examples.ch16.ShakespeareSampleCommand;
import io.github.candle4j.examples.common.InputException;
import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// Runs the programs of the book's chapters; without a command, lists them.
///
/// Exit codes: 0 when all went well, 1 when a file or a value of the user cannot be used, 2 when the command line cannot
/// be understood.
@Command(
    name = "examples",
    description = "The programs of the book's chapters. COMMAND --help tells what each can do.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "Programs:%n",
    sortOptions = false,
    subcommands = {
      SumCommand.class,
      SpeedCommand.class,
      PerceptronCommand.class,
      XorCommand.class,
      JavaCommand.class,
      TensorsCommand.class,
      IrisCommand.class,
      LossesCommand.class,
      OptimizersCommand.class,
      RegressionCommand.class,
      GradientsCommand.class,
      BackpropCommand.class,
      ActivationsCommand.class,
      ActivationNetCommand.class,
      RateCommand.class,
      ConvolutionCommand.class,
      MnistCommand.class,
      ElmanCommand.class,
      LstmCommand.class,
      BpeCommand.class,
      TokenizerCommand.class,
      EmbeddingsCommand.class,
      PositionsCommand.class,
      AttentionCommand.class,
      IrisAttentionCommand.class,
      CaesarCommand.class,
      ShakespeareCommand.class,
      ShakespeareSampleCommand.class,
      ShapeErrorsCommand.class,
      InferenceCommand.class,
    })
public final class Main implements Runnable {
  /// Wide enough for a line for each program.
  private static final int HELP_COLUMNS = 110;

  @Spec private @Nullable CommandSpec spec;

  @SuppressWarnings("UnusedVariable") // picocli reads it, and asks for a field.
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this text.")
  private boolean help;

  private Main() {}

  /// Runs the program that the arguments name and exits.
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /// Lists the programs.
  @Override
  public void run() {
    CommandLine line = Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }

  /// The command line, for programs that want to run it without leaving the JVM.
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_COLUMNS)
        .setParameterExceptionHandler(Main::explainUsage)
        .setExecutionExceptionHandler(Main::explainFailure);
  }

  private static int explainUsage(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("error: " + e.getMessage());
    err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /// What the user can mend is told in a line; anything else is a bug, and shown with its stack trace.
  private static int explainFailure(Exception e, CommandLine commandLine, ParseResult parsed)
      throws Exception {
    if (!(e instanceof InputException || e instanceof CandleException)) {
      throw e;
    }
    commandLine.getErr().println("error: " + e.getMessage());
    return CommandLine.ExitCode.SOFTWARE;
  }
}
