import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs google-java-format over all Java sources below the working directory: `check` names those that are not
/// formatted and fails, `write` formats them. Comments with three slashes are left as they are.
class Format {
  public static void main(String[] args) throws Exception {
    boolean write = args[0].equals("write");
    List<String> options = new ArrayList<>(List.of("--skip-javadoc-formatting"));
    options.addAll(write ? List.of("--replace") : List.of("--dry-run", "--set-exit-if-changed"));
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      files.filter(Format::isSource).map(Path::toString).sorted().forEach(options::add);
    }
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int status = new Main(out, err, System.in).format(options.toArray(String[]::new));
    if (status != 0 && !write) {
      err.println(
          "The files above are not formatted. This formats them: mvn -q -N verify -Dformat=write");
    }
    System.exit(status);
  }

  private static boolean isSource(Path file) {
    Path target = Path.of("target");
    for (Path part : file) {
      if (part.equals(target) || part.toString().startsWith(".")) {
        return false;
      }
    }
    return file.toString().endsWith(".java");
  }
}
