package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.NpyHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Archives that hold more than arrays, or arrays whose head alone is wanted: nothing else of them is inflated.
class NpzOtherEntriesTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LARGE = 50_000_000;
  private static final byte BZIP2 = 12;

  private static byte[] archive(String other, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(npy(2));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry(other));
      zip.write(content);
      zip.closeEntry();
    }
    return out.toByteArray();
  }

  /// Zeros.
  private static byte[] npy(int count) {
    byte[] head = NpyHeader.write(DType.F32, Shape.of(count));
    return Arrays.copyOf(head, head.length + count * Float.BYTES);
  }

  private static <T> T cheaply(Supplier<T> work) {
    var _ = work.get(); // What the first call costs is not a question of the file.
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = work.get();
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(LARGE / 20);
    return result;
  }

  @Test
  void entriesThatAreNoArraysAreNotInflated() throws IOException {
    byte[] file = archive("junk", new byte[LARGE]);
    assertThat(cheaply(() -> new NpzTensors(Bytes.of(file, "f"))).names()).containsExactly("x");
  }

  @Test
  void headsOfArraysAreReadAlone() throws IOException {
    int count = LARGE / Float.BYTES;
    NpzTensors file = new NpzTensors(Bytes.of(archive("y", npy(count)), "f"));
    assertThat(file.names()).containsExactly("x", "y");
    ShapeAndDType y = cheaply(() -> file.getShapeAndDtype("y"));
    assertThat(y.shape().dims()).containsExactly(count);
    assertThat(y.dtype()).isEqualTo(DType.F32);
  }

  @Test
  void entriesOfUnknownCompressionAreLeftAlone() throws IOException {
    byte[] readme =
        compressedOtherwise(archive("README", "words".getBytes(StandardCharsets.UTF_8)));
    NpzTensors file = new NpzTensors(Bytes.of(readme, "f"));
    assertThat(file.names()).containsExactly("x");
    assertThat(file.get("x").orElseThrow().toVec1F32()).containsExactly(0, 0);
    NpzTensors array = new NpzTensors(Bytes.of(compressedOtherwise(archive("y.npy", npy(1))), "f"));
    assertThat(array.names()).containsExactly("x", "y");
    Errors y = Errors.of(() -> array.get("y")).is(Kind.FILE, "npz");
    assertThat(y.error())
        .hasMessageStartingWith("f: entry 'y.npy' of the archive has the unknown compression 12");
  }

  @Test
  void headsThatAreCutOffAreRefused() throws IOException {
    byte[] file = archive("y.npy", new byte[0]);
    // The size in the directory; what is deflated has no bytes.
    file[directory(file, 1) + 24] = 100;
    Errors y = Errors.of(() -> new NpzTensors(Bytes.of(file, "f")).getShapeAndDtype("y"));
    y.is(Kind.FILE, "npz")
        .says(
            "f: y.npy: the deflated bytes do not end with the 100 that the archive says (at byte"
                + " 2)");
  }

  /// Says of the second entry that it is compressed with bzip2.
  private static byte[] compressedOtherwise(byte[] archive) {
    int entry = directory(archive, 1);
    archive[entry + 10] = BZIP2;
    int local = (archive[entry + 42] & 0xff) | (archive[entry + 43] & 0xff) << 8;
    archive[local + 8] = BZIP2;
    return archive;
  }

  /// Where the directory has an entry.
  private static int directory(byte[] archive, int entry) {
    int at = -1;
    for (int i = 0; i <= entry; i++) {
      do {
        at++;
      } while (archive[at] != 'P'
          || archive[at + 1] != 'K'
          || archive[at + 2] != 1
          || archive[at + 3] != 2);
    }
    return at;
  }
}
