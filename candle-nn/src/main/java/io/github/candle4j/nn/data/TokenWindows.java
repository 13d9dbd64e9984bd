package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.nio.file.Path;
import java.util.Arrays;

/// Windows of a long text for a model that predicts the next token: the input is `window` tokens, and the target the same window one token
/// further on.
///
/// {@snippet :
/// TokenWindows windows = TokenWindows.of(ids, 64, 64);
/// DataLoader<Example> loader =
///     DataLoader.of(
///         windows, Example::stack, DataLoaderConfig.defaults().withBatchSize(32).withShuffle(42));
/// }
///
/// - input and target U32 `[window]`
public final class TokenWindows implements Samples<Example> {
  private static final String OPERATION = "token_windows";

  /// Token ids by their place.
  interface Ids {
    long length();

    /// The ids from a place on.
    int[] at(long start, int count);
  }

  private final Ids ids;
  private final int window;
  private final long stride;
  private final int size;

  private TokenWindows(Ids ids, int window, int stride) {
    if (window < 1 || stride < 1) {
      throw new CandleException(
          Kind.ARGUMENT,
          OPERATION,
          "token_windows: window and stride must be 1 or more, got " + window + " and " + stride);
    }
    if (ids.length() <= window) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          OPERATION,
          "token_windows: there are "
              + ids.length()
              + " tokens, a window of "
              + window
              + " wants one more than that",
          "take a shorter window");
    }
    long windows = (ids.length() - window - 1) / stride + 1;
    if (windows > Integer.MAX_VALUE) {
      throw CandleException.withHint(
          Kind.ARGUMENT,
          OPERATION,
          "token_windows: there are " + windows + " windows, at most 2147483647 can be counted",
          "take a larger stride");
    }
    this.ids = ids;
    this.window = window;
    this.stride = stride;
    size = (int) windows;
  }

  /// Windows of ids; each begins `stride` tokens after the one before. What does not fill a window at the end is left out.
  ///
  /// @throws CandleException if window or stride is less than 1, or there are not more ids than a window has
  public static TokenWindows of(int[] ids, int window, int stride) {
    return new TokenWindows(new IdArray(ids.clone()), window, stride);
  }

  /// Windows of a file of 16-bit ids, the low byte first, as many pretraining sets have it. The file is mapped: only what is used is read.
  ///
  /// @throws CandleException if the file cannot be read, window or stride is less than 1, or there are not more ids than a window has
  public static TokenWindows ofU16File(Path file, int window, int stride) {
    return new TokenWindows(MappedIds.of(file, Short.BYTES), window, stride);
  }

  /// Windows of a file of 32-bit ids, the low byte first. The file is mapped: only what is used is read.
  ///
  /// @throws CandleException if the file cannot be read, window or stride is less than 1, or there are not more ids than a window has
  public static TokenWindows ofU32File(Path file, int window, int stride) {
    return new TokenWindows(MappedIds.of(file, Integer.BYTES), window, stride);
  }

  @Override
  public int size() {
    return size;
  }

  /// The tokens of window `index`, and those that follow them.
  ///
  /// @throws CandleException if there is no such window, the file has become shorter, or an id is negative
  @Override
  public Example get(int index) {
    int[] both = ids.at(Samples.check(index, size) * stride, window + 1);
    Tensor all = Tensor.of(both, Device.CPU);
    return new Example(all.narrow(0, 0, window), all.narrow(0, 1, window));
  }

  @Override
  public String toString() {
    return "TokenWindows(" + size + " of " + window + ", stride " + stride + ")";
  }

  private record IdArray(int[] ids) implements Ids {
    @Override
    public long length() {
      return ids.length;
    }

    @Override
    public int[] at(long start, int count) {
      return Arrays.copyOfRange(ids, (int) start, (int) start + count);
    }
  }
}
