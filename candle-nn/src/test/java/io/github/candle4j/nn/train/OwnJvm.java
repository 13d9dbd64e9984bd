package io.github.candle4j.nn.train;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A JVM of its own for a class of these tests, with the library on the class path.
final class OwnJvm {
  private OwnJvm() {}

  /// A process to be started; the arguments are flags, then the name of a class, then what it takes.
  static ProcessBuilder of(List<String> arguments) throws Exception {
    return without("nothing", arguments);
  }

  /// The same without libraries whose file names fit a regular expression.
  static ProcessBuilder without(String libraries, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-cp", classPath(libraries)));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /// All that these tests have, on the class path or on that of modules; Surefire patches a module with the classes of its tests.
  private static String classPath(String without) throws Exception {
    Set<String> places = new LinkedHashSet<>();
    Path tests = Path.of("target", "test-classes").toAbsolutePath();
    String here =
        new File(OwnJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .getPath();
    places.add(here);
    places.add(tests.toString());
    for (String property :
        List.of("java.class.path", "jdk.module.path", "surefire.test.class.path")) {
      String value = System.getProperty(property);
      if (value != null) {
        places.addAll(List.of(value.split(File.pathSeparator)));
      }
    }
    places.removeIf(place -> Path.of(place).getFileName().toString().matches(without));
    return String.join(File.pathSeparator, places);
  }
}
