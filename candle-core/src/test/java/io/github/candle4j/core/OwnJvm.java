package io.github.candle4j.core;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import tools.jackson.core.JsonParser;

/// A JVM of its own for a class of these tests, with the library on the class path.
final class OwnJvm {
  private OwnJvm() {}

  /// A process to be started; the arguments are flags, then the name of a class, then what it takes.
  static ProcessBuilder of(List<String> arguments) throws URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /// Where classes of the library, of its tests, and of what it needs lie.
  private static String classPath() throws URISyntaxException {
    List<String> places = new ArrayList<>();
    for (Class<?> type : List.of(Tensor.class, OwnJvm.class)) {
      URL place = Objects.requireNonNull(type.getResource(type.getSimpleName() + ".class"));
      String file = Path.of(place.toURI()).toString();
      places.add(file.substring(0, file.length() - (type.getName() + "/.class").length()));
    }
    for (Class<?> type : List.of(Logger.class, JsonParser.class)) {
      URL place = type.getProtectionDomain().getCodeSource().getLocation();
      places.add(Path.of(place.toURI()).toString());
    }
    return String.join(File.pathSeparator, places);
  }
}
