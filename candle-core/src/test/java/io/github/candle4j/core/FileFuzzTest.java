package io.github.candle4j.core;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.cpu.Parallel;
import io.github.candle4j.core.file.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Damaged files: each is read, or refused with an error that names it; nothing else is thrown, nothing hangs, and the memory is
/// in proportion to the file. Every tenth file is mapped, as files are that programs read; the others are arrays.
///
/// `-Dcandle.fuzz=100000` reads that many of each format instead of 10,000, `-Dcandle.fuzz.seed=7` others. The error of a file
/// that fails says its seed, and the file is left in `target`.
@Isolated
@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileFuzzTest {
  private static final int CASES = Integer.getInteger("candle.fuzz", 10_000);
  private static final long SEED = Long.getLong("candle.fuzz.seed", 1);
  private static final int MOST_CHANGES = 3;

  /// One file of so many is mapped.
  private static final int MAPPED = 10;

  /// Buffers, records and the tables of a reader.
  private static final long FIXED = 400_000;

  /// Objects of a pickle, numbers of tensors as bytes, as elements and as doubles.
  private static final long PER_BYTE = 200;

  /// What a deflated byte can become, as bytes and as elements.
  private static final long PER_DEFLATED_BYTE = 4 * 1032;

  /// Views may repeat elements: tensors of more elements are not looked into.
  private static final long MOST_ELEMENTS = 10_000;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int threads = Parallel.threads();

  @TempDir private Path folder;

  /// A file to be read.
  ///
  /// @param path where it lies, null for an array
  private record Source(byte[] array, @Nullable Path path) {
    Bytes bytes() {
      return path == null ? Bytes.of(array, "fuzz") : Bytes.map(path);
    }

    TensorViews safetensors() {
      return path == null ? new SliceSafetensors(array) : new MmapedSafetensors(path);
    }
  }

  @BeforeEach
  void oneThread() {
    Parallel.setThreads(1);
  }

  @AfterEach
  void restore() {
    Parallel.setThreads(threads);
  }

  /// How a file is changed.
  private interface Change {
    byte[] of(byte[] file, Mutations by, SplittableRandom random);
  }

  @Test
  void safetensors() {
    fuzz(
        List.of("all.safetensors", "model-2.safetensors"),
        (file, by, _) -> by.safetensors(file),
        file -> file.safetensors().tensors().values().forEach(view -> look(view.load(Device.CPU))),
        PER_BYTE);
  }

  @Test
  void npy() {
    fuzz(
        List.of("test.npy", "version2.npy", "version3.npy"),
        (file, by, _) -> by.npy(file),
        file -> look(Npy.read(file.bytes())),
        PER_BYTE);
  }

  @Test
  void npz() {
    fuzz(
        List.of("test.npz", "compressed.npz", "others.npz", "zip64.npz"),
        archives(".npy", (part, by) -> by.npy(part)),
        file -> {
          NpzTensors all = new NpzTensors(file.bytes());
          all.names().forEach(name -> look(all.get(name).orElseThrow()));
        },
        PER_DEFLATED_BYTE);
  }

  @Test
  void torch() {
    fuzz(
        List.of("views.pt", "parameters.pt", "protocol4.pt", "script.pt", "checkpoint.pt"),
        archives("data.pkl", (part, by) -> by.pickle(part)),
        FileFuzzTest::readTorch,
        PER_DEFLATED_BYTE);
  }

  @Test
  void torchBefore16() {
    fuzz(
        List.of("legacy.pt", "legacy_views.pt"),
        (file, by, _) -> by.pickle(file),
        FileFuzzTest::readTorch,
        PER_BYTE);
  }

  /// Instructions of one or two bytes that make something, half a million times; none of it is a file.
  @Test
  void memoryIsInProportionToPickles() {
    byte[] head =
        "\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\31.M\u00e9\3.}.".getBytes(ISO_8859_1);
    for (String op :
        List.of(
            "]", "}", ")", "(", "N", "K\5", "]\u0094", "U\1a", "}(", "]](", "N\u0085", ")\u0094")) {
      byte[] many = op.repeat(500_000).getBytes(ISO_8859_1);
      byte[] file = Arrays.copyOf(head, head.length + many.length);
      System.arraycopy(many, 0, file, head.length, many.length);
      assertThat(check(new Source(file, null), FileFuzzTest::readTorch, PER_BYTE, 0)).isFalse();
    }
  }

  private static void readTorch(Source file) {
    PthTensors all = new PthTensors(file.bytes(), null);
    all.all().values().forEach(FileFuzzTest::look);
    all.tensorInfos().keySet().forEach(name -> look(all.get(name).orElseThrow()));
  }

  private static void look(Tensor x) {
    if (x.elemCount() <= MOST_ELEMENTS) {
      x.toDtype(DType.F64).flattenAll().toVec1F64();
    }
  }

  /// A change to one of the files of an archive, which is put together again, or to the archive.
  private static Change archives(String ending, PartChange change) {
    return (file, by, random) ->
        switch (random.nextInt(8)) {
          case 0 -> by.anything(file);
          case 1 -> by.directory(file);
          default -> by.zip(changed(Mutations.unzip(file), ending, change, by));
        };
  }

  private static List<Mutations.Part> changed(
      List<Mutations.Part> parts, String ending, PartChange change, Mutations by) {
    List<Mutations.Part> result = new ArrayList<>(parts);
    int i = by.choose(parts, ending);
    if (i >= 0) {
      Mutations.Part part = parts.get(i);
      result.set(i, new Mutations.Part(part.name(), change.of(part.content(), by)));
    }
    return result;
  }

  /// How a file within an archive is changed.
  private interface PartChange {
    byte[] of(byte[] part, Mutations by);
  }

  private void fuzz(List<String> names, Change change, Consumer<Source> reader, long perByte) {
    List<byte[]> files = new ArrayList<>();
    for (String name : names) {
      files.add(read(SafetensorsTest.resource(name)));
    }
    // What the first reader of a format costs is not a question of the file.
    for (byte[] file : files) {
      reader.accept(new Source(file, null));
      reader.accept(mapped(file));
    }
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      SplittableRandom random = new SplittableRandom(SEED + i);
      Mutations by = new Mutations(random);
      byte[] file = files.get(random.nextInt(files.size()));
      for (int n = 1 + random.nextInt(MOST_CHANGES); n > 0; n--) {
        file = change.of(file, by, random);
      }
      Source source = i % MAPPED == 0 ? mapped(file) : new Source(file, null);
      refused += check(source, reader, perByte, SEED + i) ? 0 : 1;
    }
    // Most damage is seen, but not all: elements have no checksum.
    assertThat(refused).isBetween(CASES / 10, CASES - 1);
  }

  /// A file of its own: what was mapped before keeps its bytes.
  private Source mapped(byte[] file) {
    Path path = folder.resolve("fuzz");
    try {
      Files.deleteIfExists(path);
      Files.write(path, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Source(file, path);
  }

  /// True if the file was read, false if it was refused.
  private static boolean check(Source file, Consumer<Source> reader, long perByte, long seed) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    boolean read = isRead(file, reader, seed);
    long between = THREADS.getCurrentThreadAllocatedBytes();
    long most = FIXED + perByte * file.array().length;
    if (between - before > most) {
      // The first error of a kind also pays for the code that makes its text.
      isRead(file, reader, seed);
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - between;
      if (allocated > most) {
        throw failure(file.array(), seed, allocated + " bytes were allocated", null);
      }
    }
    return read;
  }

  private static boolean isRead(Source file, Consumer<Source> reader, long seed) {
    try {
      reader.accept(file);
      return true;
    } catch (CandleException e) {
      boolean says = e.kind() == Kind.DTYPE || String.valueOf(e.getMessage()).contains("(at byte ");
      if (!says) {
        throw failure(file.array(), seed, "an error that does not say where", e);
      }
      return false;
    } catch (RuntimeException | Error e) {
      throw failure(file.array(), seed, "no CandleException", e);
    }
  }

  private static AssertionError failure(
      byte[] file, long seed, String what, @Nullable Throwable cause) {
    Path left = Path.of("target", "fuzz-" + seed);
    try {
      Files.write(left, file);
    } catch (IOException e) {
      // The seed says enough.
    }
    return new AssertionError(
        "seed " + seed + ", " + file.length + " bytes in " + left + ": " + what, cause);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
