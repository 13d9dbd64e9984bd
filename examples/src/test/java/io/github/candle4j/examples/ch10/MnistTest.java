package io.github.candle4j.examples.ch10;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.examples.CommandRun;
import io.github.candle4j.nn.VarBuilder;
import io.github.candle4j.nn.VarMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  /// The folder with the test images of MNIST; tests that need it are skipped where it is not there.
  private static Path data() {
    String folder = System.getenv("CANDLE_TEST_DATA");
    Assumptions.assumeTrue(
        folder != null && Files.isDirectory(Path.of(folder, "mnist")),
        "set CANDLE_TEST_DATA to a folder with mnist/t10k-images-idx3-ubyte.gz and its labels");
    return Path.of(String.valueOf(folder), "mnist");
  }

  private static CommandRun mnist(String... more) {
    String[] words = new String[more.length + 3];
    words[0] = "mnist";
    words[1] = "--data";
    words[2] = data().toString();
    System.arraycopy(more, 0, words, 3, more.length);
    return CommandRun.of(words);
  }

  private static double accuracy(CommandRun run) {
    assertThat(run.err()).doesNotContain("error");
    String line = run.out().lines().filter(l -> l.startsWith("Accuracy")).findFirst().orElseThrow();
    return Double.parseDouble(line.substring(line.indexOf(':') + 2));
  }

  /// 32 * 9 + 32, 64 * 32 * 9 + 64, 1600 * 128 + 128, 128 * 10 + 10.
  @Test
  void theNetworkIsThatOfTheBook() {
    VarMap varmap = new VarMap();
    DigitReader reader = DigitReader.create(VarBuilder.fromVarmap(varmap, DType.F32, Device.CPU));
    assertThat(varmap.parameterCount()).isEqualTo(320 + 18_496 + 204_928 + 1_290);
    Tensor x = Tensor.zeros(Shape.of(2, 1, 28, 28), DType.F32, Device.CPU);
    assertThat(reader.forward(x).dims()).containsExactly(2, 10);
  }

  @Test
  void twoEpochsOnFewImagesReadMostDigitsAndDrawThem(@TempDir Path folder) {
    String wrong = folder.resolve("wrong.png").toString();
    String maps = folder.resolve("maps.png").toString();
    String filters = folder.resolve("filters.png").toString();
    CommandRun run =
        mnist(
            "--images",
            "1000",
            "--epochs",
            "2",
            "--wrong",
            wrong,
            "--maps",
            maps,
            "--filters",
            filters);
    assertThat(accuracy(run)).isGreaterThan(0.8);
    assertThat(run.out()).contains("CNN with 225,034 parameters, 1000 images", "image 5103 is a 8");
    assertThat(Path.of(wrong)).isNotEmptyFile();
    assertThat(Path.of(maps)).isNotEmptyFile();
    assertThat(Path.of(filters)).isNotEmptyFile();
  }

  @Test
  void severalSeedsAndThePicturesOfATraining(@TempDir Path folder) throws IOException {
    String[] few = {"--model", "LINEAR", "--epochs", "2", "--images", "1000"};
    CommandRun seeds = mnist(with(few, "--seeds", "2"));
    assertThat(seeds.out().lines())
        .hasSize(3)
        .last()
        .asString()
        .matches("2 seeds  mean 0\\.[67].*");
    Path plot = folder.resolve("plot.png");
    Path confusion = folder.resolve("confusion.png");
    CommandRun run =
        mnist(with(few, "--plot", plot.toString(), "--confusion", confusion.toString()));
    assertThat(run.code()).isZero();
    // What the first seed reaches is what it reaches alone.
    assertThat(run.out())
        .contains(seeds.out().lines().findFirst().orElseThrow().replaceAll(".* ", ""));
    assertThat(ImageIO.read(plot.toFile()).getWidth()).isEqualTo(900);
    assertThat(ImageIO.read(confusion.toFile()).getWidth()).isEqualTo(900);
  }

  private static String[] with(String[] words, String... more) {
    return Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new);
  }

  @Test
  void aLinearClassifierLearnsToo() {
    assertThat(accuracy(mnist("--model", "LINEAR", "--epochs", "3"))).isBetween(0.8, 0.93);
  }

  @Test
  void theImagesOfTheBookHaveTheLabelsOfTheBook() {
    Digits digits = Digits.load(data(), 5000);
    assertThat(digits.label(1999)).isEqualTo(5);
    assertThat(digits.label(1567)).isEqualTo(8);
    assertThat(digits.label(5370)).isEqualTo(1);
    assertThat(digits.label(5103)).isEqualTo(8);
    assertThat(digits.label(2788)).isEqualTo(1);
  }

  @Test
  void aStoppedTrainingGoesOnToTheSameDigits(@TempDir Path folder) {
    String place = folder.resolve("run").toString();
    String[] some = {
      "--model", "LINEAR", "--images", "500", "--checkpoint", place, "--epochs", "1"
    };
    assertThat(mnist(some).code()).isZero();
    some[7] = "2";
    CommandRun rest = mnist(some);
    CommandRun whole = mnist("--model", "LINEAR", "--images", "500", "--epochs", "2");
    assertThat(rest.out()).contains("Goes on after 1 epochs");
    assertThat(rest.out().substring(rest.out().indexOf("Epoch  2")))
        .isEqualTo(whole.out().substring(whole.out().indexOf("Epoch  2")));
  }

  @Test
  void whatCannotBeReadOrDrawnIsRefused(@TempDir Path folder) {
    assertThat(CommandRun.of("mnist", "--data", folder.toString()).err().lines())
        .containsExactly("error: " + folder + ": there are no files of MNIST in this folder");
    assertThat(CommandRun.of("mnist", "--model", "LINEAR", "--maps", "m.png").err().lines())
        .containsExactly("error: --filters and --maps draw the layers of --model CNN only");
  }
}
