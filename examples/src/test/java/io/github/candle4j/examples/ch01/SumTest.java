package io.github.candle4j.examples.ch01;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.examples.CommandRun;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SumTest {
  private static final Pattern SUM = Pattern.compile("([0-9.]+) \\+ +([0-9.]+) = +(-?[0-9.]+)");

  @ParameterizedTest
  @ValueSource(strings = {"42", "1", "2"})
  void theNetworkAddsNumbersLikeThoseOfItsTraining(String seed) {
    CommandRun run = CommandRun.of("sum", "--seed", seed);
    assertThat(run.code()).isZero();
    String known = run.out().substring(0, run.out().indexOf("larger"));
    assertThat(SUM.matcher(known).results())
        .hasSize(6)
        .allSatisfy(sum ->
            assertThat(number(sum, 3)).isCloseTo(number(sum, 1) + number(sum, 2), within(0.5)));
  }

  @Test
  void aRateThatIsTooLargeDoesNotAdd() {
    CommandRun run = CommandRun.of("sum", "--lr", "10", "--epochs", "5");
    // 15 with the default rate.
    assertThat(run.out()).containsPattern("Epoch +1  loss \\d{4,}\\.");
    assertThat(SUM.matcher(run.out()).results())
        .anySatisfy(sum ->
            assertThat(Math.abs(number(sum, 3) - number(sum, 1) - number(sum, 2)))
                .isGreaterThan(1));
  }

  @Test
  void allProductsAgreeAndAreTimed() {
    CommandRun run = CommandRun.of("speed", "--size", "64", "--runs", "1");
    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isZero();
    assertThat(run.out().lines().skip(1))
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.matches(".* +[0-9.]+ ms +[0-9.]+ billion operations a second"));
  }

  private static double number(MatchResult sum, int group) {
    return Double.parseDouble(sum.group(group));
  }
}
