package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files made by numpy stand in the test resources; tools/oracles/files.py made them, and reads what
/// [#writesWhatNumpyWrites] leaves behind.
class NpyTest {
  private static final List<String> NOT_NUMPY = List.of("bf16", "f8_e4m3", "f8_e5m2");
  private static final List<String> NOT_OURS = List.of("bool", "i8", "u16", "u64");

  @TempDir private Path folder;

  private static Map<String, Tensor> expected() {
    Map<String, Tensor> all = SafetensorsTest.expected();
    all.keySet().removeAll(NOT_NUMPY);
    return all;
  }

  private static byte[] entry(String file, String name) throws IOException {
    try (ZipFile zip = new ZipFile(SafetensorsTest.resource(file).toFile())) {
      ZipEntry entry = Objects.requireNonNull(zip.getEntry(name));
      return zip.getInputStream(entry).readAllBytes();
    }
  }

  @Test
  void readsEveryTypeThatNumpyWrites() {
    for (String file : List.of("all.npz", "compressed.npz")) {
      Map<String, Tensor> found = Tensor.readNpz(SafetensorsTest.resource(file));
      assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected().keySet());
      expected()
          .forEach((name, x) -> SafetensorsTest.assertSame(SafetensorsTest.get(found, name), x));
    }
  }

  @Test
  void readsOtherOrders() {
    Map<String, Tensor> found = Tensor.readNpz(SafetensorsTest.resource("others.npz"));
    for (String name : List.of("i16", "u16", "i32", "f64")) {
      SafetensorsTest.assertSame(
          SafetensorsTest.get(found, name), SafetensorsTest.get(expected(), name));
    }
    Tensor fortran = SafetensorsTest.get(found, "fortran");
    SafetensorsTest.assertSame(fortran, Tensor.arange(0f, 24f, Device.CPU).reshape(2, 3, 4));
    SafetensorsTest.assertSame(
        fortran.matmul(fortran.transpose(1, 2).copy()),
        fortran.copy().matmul(fortran.copy().transpose(1, 2)));
  }

  @Test
  void readsLaterVersions() {
    for (String file : List.of("version2.npy", "version3.npy")) {
      assertThat(Tensor.readNpy(SafetensorsTest.resource(file)).toVec1I16())
          .containsExactly(0, 1, 2);
    }
  }

  /// Sizes and places of eight bytes, as in an archive of more than 4 GB.
  @Test
  void readsTheLargeKindOfArchive() {
    Map<String, Tensor> found = Tensor.readNpz(SafetensorsTest.resource("zip64.npz"));
    assertThat(SafetensorsTest.get(found, "x").toVec1I16()).containsExactly(0, 1, 2);
    assertThat(SafetensorsTest.get(found, "y").toVec1I16()).containsExactly(0, 1);
  }

  /// A compressed array of zeros is a thousandth of itself.
  @Test
  void compressedArraysMayBeLarge() {
    NpzTensors zeros = new NpzTensors(SafetensorsTest.resource("zeros.npz"));
    assertThat(zeros.getShapeAndDtype("x"))
        .isEqualTo(new ShapeAndDType(Shape.of(100, 1000), DType.F32));
    assertThat(zeros.get("x").orElseThrow().abs().sumAll().toScalarF32()).isZero();
  }

  @Test
  void writesWhatNumpyWrites() throws IOException {
    Map<String, Tensor> ours = expected();
    ours.keySet().removeAll(NOT_OURS);
    for (Map.Entry<String, Tensor> e : ours.entrySet()) {
      Path file = folder.resolve("x.npy");
      e.getValue().writeNpy(file);
      assertThat(Files.readAllBytes(file)).isEqualTo(entry("all.npz", e.getKey() + ".npy"));
    }
    Path file = folder.resolve("vector.npy");
    Tensor.arange(0f, 3f, Device.CPU).writeNpy(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(entry("others.npz", "vector.npy"));
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    Path file = Path.of("target", "ours.npz");
    Map<String, Tensor> inOrder = new LinkedHashMap<>();
    for (String name : Tensor.readNpz(SafetensorsTest.resource("all.npz")).keySet()) {
      Tensor x = SafetensorsTest.get(expected(), name);
      if (!NOT_OURS.contains(name)) {
        inOrder.put(name, x);
      }
    }
    Tensor.writeNpz(inOrder, file);
    Map<String, Tensor> again = Tensor.readNpz(file);
    assertThat(again.keySet()).containsExactlyElementsOf(inOrder.keySet());
    inOrder.forEach((name, x) -> SafetensorsTest.assertSame(SafetensorsTest.get(again, name), x));
    byte[] bytes = Files.readAllBytes(file);
    Tensor.writeNpz(inOrder, file);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    Tensor x = Tensor.arange(0f, 12f, Device.CPU).reshape(3, 4).t();
    Path view = Path.of("target", "ours.npy");
    x.writeNpy(view);
    SafetensorsTest.assertSame(Tensor.readNpy(view), x);
  }

  @Test
  void typesThatNumpyDoesNotHaveAreNotWritten() {
    for (DType dtype : List.of(DType.BF16, DType.F8E4M3)) {
      Tensor x = Tensor.zeros(Shape.of(2), dtype, Device.CPU);
      Errors.of(() -> x.writeNpy(folder.resolve("x")))
          .is(Kind.DTYPE, "npy")
          .says(
              dtype.asStr() + " is not supported by npy files",
              "cast it: toDtype(DType.F32), or save safetensors");
      Errors.of(() -> Tensor.writeNpz(Map.of("x", x), folder.resolve("x"))).is(Kind.DTYPE, "npy");
    }
    assertThat(folder.resolve("x")).doesNotExist();
    Errors.of(() ->
            Tensor.writeNpz(
                Map.of("x".repeat(70_000), Tensor.of(1f, Device.CPU)), folder.resolve("x")))
        .is(Kind.ARGUMENT, "write_npz")
        .says("write_npz: a name has 70000 characters, an archive cannot hold it");
  }

  @Test
  void someArraysByName() {
    Path file = SafetensorsTest.resource("test.npz");
    List<Tensor> found = Tensor.readNpzByName(file, "x_plus_one", "x");
    assertThat(found.getFirst().toVec1I64()).startsWith(1, 2);
    assertThat(found.getLast().toVec1I64()).startsWith(0, 1);
    Errors.of(() -> Tensor.readNpzByName(file, "y"))
        .is(Kind.NAME, "npz")
        .says("no array for y in " + file, "there are x, x_plus_one");
    NpzTensors lazy = new NpzTensors(file);
    assertThat(lazy.names()).containsExactly("x", "x_plus_one");
    assertThat(lazy.get("y")).isEmpty();
    Errors.of(() -> lazy.getShapeAndDtype("y"))
        .says("cannot find tensor y", "there are x, x_plus_one");
  }

  @Test
  void arraysThatAreNotNumbersAreRefusedOneByOne() {
    NpzTensors file = new NpzTensors(SafetensorsTest.resource("refused.npz"));
    assertThat(file.names()).hasSize(9).doesNotContain("notes.txt");
    assertThat(file.get("fine").orElseThrow().toVec1F32()).containsExactly(1, 1);
    refuses(
        file,
        "object",
        "|O",
        "objects would run code when they are read; save numbers: x.astype(np.float32)");
    refuses(file, "complex", "<c8", "no dtype is complex; save x.real and x.imag");
    refuses(file, "text", "<U1", "texts are not tensors");
    refuses(file, "bytes", "|S1", "texts are not tensors");
    refuses(
        file, "time", "<M8[ns]", "save one of the types that tensors have: x.astype(np.float32)");
    String voids =
        "numpy does not save which type of ml_dtypes this is; save x.astype(np.float32), or"
            + " safetensors";
    refuses(file, "bf16", "<V2", voids);
    refuses(file, "f8_e4m3", "<V1", voids);
    Errors.of(() -> file.get("structured"))
        .is(Kind.FILE, "npy")
        .says(
            SafetensorsTest.resource("refused.npz")
                + ": structured.npy: the header is not valid: structured types are not tensors (at"
                + " byte 20)");
  }

  private static void refuses(NpzTensors file, String name, String descr, String hint) {
    Errors.of(() -> file.get(name))
        .is(Kind.FILE, "npy")
        .says(
            SafetensorsTest.resource("refused.npz")
                + ": "
                + name
                + ".npy: unrecognized descr "
                + descr
                + " (at byte 20)",
            hint);
  }

  @Test
  void headsThatAreWrongNameTheByte() {
    String fine = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }";
    assertThat(read(fine, "ab").toVec1U8()).containsExactly('a', 'b');
    assertThat(read(" {\"shape\":(2L,),'fortran_order':True,'descr':'B'}\n", "ab").dims())
        .containsExactly(2);
    wrong("", "wants '{'", 0);
    wrong("[]", "wants '{'", 0);
    wrong(fine + "x", "something follows the closing brace", fine.length());
    wrong(fine + "\0", "something follows the closing brace", fine.length());
    wrong(fine.replace(", }", ""), "wants ',' or '}'", fine.length() - 3);
    wrong(fine.replace("'shape'", "'order'"), "unknown key 'order'", 50);
    wrong(fine.replace("'shape'", "'descr'"), "'descr' is there twice", 50);
    wrong(fine.replace("'descr': '|u1', ", ""), "no descr", fine.length() - 16);
    wrong(fine.replace("False", "0"), "wants True or False", 34);
    wrong(
        fine.replace("(2,)", "(2)"), "wants a tuple, which has a comma behind its one number", 52);
    wrong(fine.replace("(2,)", "(-2,)"), "wants a size", 51);
    wrong(fine.replace("(2,)", "(2 3)"), "wants ',' or ')'", 53);
    wrong(fine.replace("2", "9999999999999999999"), "wants a size", 51);
    wrong(fine.replace("'|u1'", "'\\|u1'"), "wants a text in quotes, without escapes", 10);
    wrong(fine.replace("'|u1'", "u1"), "wants a text in quotes", 10);
  }

  @Test
  void sizesThatAreWrongNameTheByte() {
    says(
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", "ab"),
        "the elements of shape [3] and type U8 have 3 bytes, the file has 2 for them (at byte 67)",
        "the file is cut off; fetch it again");
    says(
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", "ab"),
        "the elements of shape [1] and type U8 have 1 bytes, the file has 2 for them (at byte 67)",
        "something was added to the file");
    says(
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (65536,65536), }", ""),
        "the shape [65536, 65536] has too many elements, a tensor holds at most 2147483639 (at byte"
            + " 60)");
    says(
        npy("{'descr': '|u1', 'fortran_order': False, 'shape': (0,4294967296), }", ""),
        "a dimension cannot have the size 4294967296 (at byte 60)");
    says("no", "magic string mismatch (at byte 0)", "is this an npy file?");
    says("\u0093NUMPY\1\0z\0{}", "the header has 122 bytes, the file ends after 12 (at byte 8)");
    says("\u0093NUMPY\4\0z\0\0\0{}", "unsupported version 4.0 (at byte 6)");
  }

  private static String npy(String head, String data) {
    return "\u0093NUMPY\1\0" + (char) head.length() + "\0" + head + data;
  }

  private static Tensor read(String head, String data) {
    return Npy.read(Bytes.of(npy(head, data).getBytes(StandardCharsets.ISO_8859_1), "f"));
  }

  private static void wrong(String head, String message, int at) {
    says(npy(head, "ab"), "the header is not valid: " + message + " (at byte " + (10 + at) + ")");
  }

  private static void says(String file, String... lines) {
    lines[0] = "f: " + lines[0];
    byte[] bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    Errors.of(() -> Npy.read(Bytes.of(bytes, "f"))).is(Kind.FILE, "npy").says(lines);
  }

  @Test
  void archivesThatAreWrongNameTheEntry() throws IOException {
    byte[] stored = Files.readAllBytes(SafetensorsTest.resource("test.npz"));
    byte[] cut = Arrays.copyOf(stored, stored.length - 5);
    Errors.of(() -> new NpzTensors(Bytes.of(cut, "f")))
        .is(Kind.FILE, "npz")
        .says(
            "f: the archive has no directory at its end (at byte 641)",
            "the file is cut off; fetch it again");
    byte[] damaged = stored.clone();
    damaged[200]++;
    Errors.of(() -> new NpzTensors(Bytes.of(damaged, "f")).get("x"))
        .is(Kind.FILE, "npz")
        .says(
            "f: x.npy: the bytes do not have the checksum 0e29083c of the archive but 5e9a62e0 (at"
                + " byte 0)",
            "the file is damaged; fetch it again");
    byte[] deflated = deflated(new byte[100_000]);
    Errors.of(() -> new NpzTensors(Bytes.of(deflated, "f")).get("x"))
        .says("f: x.npy: magic string mismatch (at byte 0)", "is this an npy file?");
    byte[] bomb = deflated.clone();
    int directory = bomb.length - 22 - 46 - 5;
    int compressed = bomb[directory + 20]; // What 100,000 zeros become.
    assertThat(compressed).isBetween(100, 127);
    bomb[directory + 26] = 0x40; // 4 MiB instead of 64 KiB.
    Errors.of(() -> new NpzTensors(Bytes.of(bomb, "f")).get("x"))
        .is(Kind.FILE, "npz")
        .says("f: x.npy: cannot have 4228768 bytes, deflated to " + compressed + " (at byte 0)");
    byte[] more = deflated.clone();
    more[directory + 24]++;
    Errors.of(() -> new NpzTensors(Bytes.of(more, "f")).get("x"))
        .says(
            "f: x.npy: the deflated bytes become 100000, the archive says 100001 (at byte "
                + compressed
                + ")");
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(content);
      zip.closeEntry();
    }
    return out.toByteArray();
  }
}
