package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files made by Python's safetensors stand in the test resources; tools/oracles/files.py made them, and reads what
/// [#writesWhatTheOriginalLibraryWrites] leaves behind.
class SafetensorsTest {
  private static final double[] SIGNED = {0, 1, -1, 2, -3, 100};
  private static final double[] UNSIGNED = {0, 1, 2, 3, 100, 127};
  private static final double[] FLOATS = {0, 1, -1.5, 2, -0.25, 96};

  /// One tensor of two floats.
  private static final String X =
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

  @TempDir private Path folder;

  static Tensor get(Map<String, Tensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name));
  }

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(SafetensorsTest.class.getResource("/files/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Map<String, Tensor> expected() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    all.put("u64", numbers(DType.I64, UNSIGNED));
    all.put("i64", numbers(DType.I64, SIGNED));
    all.put("f64", numbers(DType.F64, FLOATS));
    all.put("empty", Tensor.zeros(Shape.of(0, 3), DType.F32, Device.CPU));
    all.put("f32", numbers(DType.F32, FLOATS));
    all.put("scalar", Tensor.of(2.5f, Device.CPU));
    all.put("u32", numbers(DType.U32, UNSIGNED));
    all.put("i32", numbers(DType.I32, SIGNED));
    all.put("bf16", numbers(DType.BF16, FLOATS));
    all.put("f16", numbers(DType.F16, FLOATS));
    all.put("u16", numbers(DType.U32, UNSIGNED));
    all.put("i16", numbers(DType.I16, SIGNED));
    all.put("f8_e4m3", numbers(DType.F8E4M3, FLOATS));
    all.put("f8_e5m2", numbers(DType.F16, FLOATS));
    all.put("i8", numbers(DType.I16, SIGNED));
    all.put("u8", numbers(DType.U8, UNSIGNED));
    all.put("bool", numbers(DType.U8, 0, 1, 0, 1, 1, 0));
    return all;
  }

  static Tensor numbers(DType dtype, double... x) {
    return Tensor.fromVec(x, Shape.of(2, 3), Device.CPU).toDtype(dtype);
  }

  static void assertSame(Tensor found, Tensor wanted) {
    assertThat(found.dtype()).isEqualTo(wanted.dtype());
    assertThat(found.shape()).isEqualTo(wanted.shape());
    assertThat(found.toDtype(DType.F64).flattenAll().toVec1F64())
        .isEqualTo(wanted.toDtype(DType.F64).flattenAll().toVec1F64());
  }

  @Test
  void readsEveryTypeThatTheOriginalLibraryWrites() {
    Map<String, Tensor> found = Safetensors.load(resource("all.safetensors"), Device.CPU);
    assertThat(found.keySet()).containsExactlyElementsOf(expected().keySet());
    expected().forEach((name, x) -> assertSame(get(found, name), x));
  }

  @Test
  void mapsEveryTypeThatTheOriginalLibraryWrites() {
    MmapedSafetensors file = new MmapedSafetensors(resource("all.safetensors"));
    assertThat(file.metadata())
        .containsExactlyInAnyOrderEntriesOf(Map.of("made by", "safetensors", "ä", "ö"));
    expected()
        .forEach((name, x) -> {
          assertThat(file.get(name).dtype()).isEqualTo(x.dtype());
          assertThat(file.get(name).shape()).isEqualTo(x.shape());
          assertSame(file.load(name, Device.CPU), x);
        });
  }

  /// The order of the tensors and the text of the head are those of the original library, byte for byte.
  @Test
  void writesWhatTheOriginalLibraryWrites() throws IOException {
    Map<String, Tensor> ours = expected();
    ours.keySet().removeAll(List.of("bool", "i8", "u16", "u64", "f8_e5m2"));
    Path file = Path.of("target", "ours.safetensors");
    Safetensors.save(ours, Map.of("key", "value"), file);
    String head =
        "{\"__metadata__\":{\"key\":\"value\"},"
            + entry("i64", "I64", "[2,3]", "0,48")
            + entry("f64", "F64", "[2,3]", "48,96")
            + entry("empty", "F32", "[0,3]", "96,96")
            + entry("f32", "F32", "[2,3]", "96,120")
            + entry("scalar", "F32", "[]", "120,124")
            + entry("u32", "U32", "[2,3]", "124,148")
            + entry("i32", "I32", "[2,3]", "148,172")
            + entry("bf16", "BF16", "[2,3]", "172,184")
            + entry("f16", "F16", "[2,3]", "184,196")
            + entry("i16", "I16", "[2,3]", "196,208")
            + entry("f8_e4m3", "F8_E4M3", "[2,3]", "208,214")
            + entry("u8", "U8", "[2,3]", "214,220").replaceAll(",$", "}");
    byte[] bytes = Files.readAllBytes(file);
    assertThat(new String(bytes, 8, head.length(), StandardCharsets.UTF_8)).isEqualTo(head);
    Map<String, Tensor> again = Safetensors.load(file, Device.CPU);
    ours.forEach((name, x) -> assertSame(get(again, name), x));
  }

  private static String entry(String name, String type, String shape, String range) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%s]},"
        .formatted(name, type, shape, range);
  }

  @Test
  void severalFilesAreOne() {
    List<Path> files = List.of(resource("model-1.safetensors"), resource("model-2.safetensors"));
    MmapedSafetensors both = MmapedSafetensors.multi(files);
    assertThat(both.tensors().keySet()).containsExactly("a", "b");
    assertThat(both.load("a", Device.CPU).toVec1F32()).containsExactly(0, 1, 2, 3);
    MmapedSafetensors sharded = MmapedSafetensors.sharded(resource("model.safetensors.index.json"));
    assertThat(sharded.tensors().keySet()).containsExactly("a", "b");
    assertThat(sharded.load("b", Device.CPU).i(1).toVec1F32()).containsExactly(3, 4, 5);
  }

  @Test
  void ofSeveralFilesTheLastOneWins() {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Tensor.of(1f, Device.CPU).saveSafetensors("x", one);
    Tensor.of(2f, Device.CPU).saveSafetensors("x", two);
    assertThat(MmapedSafetensors.multi(List.of(one, two)).load("x", Device.CPU).toScalarF32())
        .isEqualTo(2);
  }

  @Test
  void anIndexStaysInItsDirectory() throws IOException {
    List<String> tricks = List.of("../model-1.safetensors", "/x", "a/b", "..", "", "C:x", "a\\\\b");
    for (String trick : tricks) {
      Path index = folder.resolve("index.json");
      Files.writeString(index, "{\"weight_map\":{\"a\":\"" + trick + "\"}}");
      assertThat(Errors.of(() -> MmapedSafetensors.sharded(index)).error())
          .hasMessageContaining("is not the name of a file in the directory of the index");
    }
    Path index = folder.resolve("index.json");
    Tensor.of(1f, Device.CPU).saveSafetensors("x", folder.resolve("m"));
    Files.writeString(index, "{\"weight_map\":{\"a\":\"m\"}}");
    Errors.of(() -> MmapedSafetensors.sharded(index))
        .says(index + ": tensor 'a' is said to be in " + folder.resolve("m") + ", which has x");
  }

  @Test
  void whatIsSavedMayBeAViewOrAMappedTensor() {
    Path file = folder.resolve("f");
    Tensor x = Tensor.arange(0f, 12f, Device.CPU).reshape(3, 4);
    Safetensors.save(Map.of("t", x.t(), "row", x.i(1), "wide", x.i(0).broadcastAs(2, 4)), file);
    MmapedSafetensors mapped = new MmapedSafetensors(file);
    assertSame(mapped.load("t", Device.CPU), x.t());
    assertSame(mapped.load("row", Device.CPU), x.i(1));
    assertSame(mapped.load("wide", Device.CPU), x.i(0).broadcastAs(2, 4));
    // Over the very file that is mapped: it is replaced, not changed.
    Safetensors.save(Map.of("again", mapped.load("t", Device.CPU).narrow(0, 1, 2)), file);
    assertSame(mapped.load("t", Device.CPU), x.t());
    assertSame(get(Safetensors.load(file, Device.CPU), "again"), x.t().narrow(0, 1, 2));
  }

  @Test
  void aNameThatIsNotThereListsThoseThatAre() {
    MmapedSafetensors file = new MmapedSafetensors(resource("model-1.safetensors"));
    Errors.of(() -> file.load("weight", Device.CPU))
        .is(CandleException.Kind.NAME, "safetensors")
        .says("cannot find tensor weight", "there are a");
  }

  @Test
  void filesThatAreNotThereSaySo() {
    Path missing = folder.resolve("none").resolve("x");
    Errors.of(() -> Safetensors.load(missing, Device.CPU))
        .is(CandleException.Kind.FILE, "open")
        .says("open " + missing + ": there is no " + missing);
    Errors.of(() -> Safetensors.load(folder, Device.CPU))
        .says(folder + " is a directory, a file is wanted");
    Errors.of(() -> Tensor.of(1f, Device.CPU).saveSafetensors("x", missing))
        .says("save " + missing + ": there is no " + missing.getParent());
  }

  @Test
  void aLinkStaysALinkAndPermissionsStay() throws IOException {
    Path file = folder.resolve("file");
    Path link = folder.resolve("link");
    Tensor.of(1f, Device.CPU).saveSafetensors("x", file);
    Files.createSymbolicLink(link, file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Tensor.of(2f, Device.CPU).saveSafetensors("x", link);
    assertThat(link).isSymbolicLink();
    assertThat(get(Safetensors.load(file, Device.CPU), "x").toScalarF32()).isEqualTo(2);
    assertThat(Files.getPosixFilePermissions(file)).hasSize(3);
    assertThat(files(folder)).containsExactly("file", "link");
  }

  static List<String> files(Path folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (var all = Files.list(folder)) {
      all.map(p -> String.valueOf(p.getFileName())).sorted().forEach(names::add);
    }
    return names;
  }

  @Test
  void whatCouldNotBeReadAgainIsNotSaved() {
    Path file = folder.resolve("f");
    Tensor x = Tensor.of(1f, Device.CPU);
    x.saveSafetensors("x", file);
    for (String name : List.of("__metadata__", "n".repeat(50_001), "half \uD83D")) {
      Errors.of(() -> x.saveSafetensors(name, file)).is(CandleException.Kind.ARGUMENT, "save");
    }
    Errors.of(() -> Safetensors.save(Map.of("x", x), Map.of("key", "\uDE00"), file))
        .is(CandleException.Kind.ARGUMENT, "save");
    assertThat(Safetensors.load(file, Device.CPU)).containsOnlyKeys("x");
  }

  @Test
  void headsThatAreWrongNameTheByte() {
    says("abc", "a safetensors file has 8 bytes or more, this one 3 (at byte 0)");
    says(
        "\0\0\0\0\0\0\0\u0080",
        "the length of the header is 9223372036854775808, it must be 2 to 100000000 (at byte 0)",
        "is this a safetensors file?");
    says(
        "\t\0\0\0\0\0\0\0{}",
        "the header has 9 bytes, the file ends after 10 (at byte 0)",
        "the file is cut off; fetch it again");
    says(
        "\4\0\0\0\0\0\0\0{\0}\0",
        "the header is not UTF-8 (at byte 8)",
        "is this a safetensors file?");
    wrong("[]", "", "[", "the header is an object: wants START_OBJECT, got START_ARRAY");
    wrong(
        X,
        "12345678901234567",
        null,
        "the tensors have 8 bytes, the file has 17 for them",
        "something was added to the file");
    wrong(
        X,
        "1234567",
        null,
        "the tensors have 8 bytes, the file has 7 for them",
        "the file is cut off; fetch it again");
    wrong(
        X.replace("[0,8]", "[1,9]"),
        "123456789",
        null,
        "tensor 'x' begins at data byte 1, the one before ends at 0");
  }

  @Test
  void tensorsThatAreWrongNameTheByte() {
    wrong(
        X.replace("[2]", "[3]"),
        "]}",
        "tensor 'x' of shape [3] and type F32 has 12 bytes, its data_offsets are 0 to 8");
    wrong(
        X.replace("[0,8]", "[8,0]"),
        "]}",
        "tensor 'x' of shape [2] and type F32 has 8 bytes, its data_offsets are 8 to 0");
    wrong(X.replace("[2]", "[-2]"), "-2", "shape of 'x' holds the negative -2");
    wrong(
        X.replace("[2]", "[4294967296]"),
        "]}",
        "tensor 'x': a dimension cannot have the size 4294967296");
    wrong(
        X.replace("[2]", "[2147483647,2147483647,2147483647]"),
        "]}",
        "tensor 'x' has too many elements: [2147483647, 2147483647, 2147483647]");
    wrong(
        X.replace("[0,8]", "[0]"), "]}", "tensor 'x' needs a dtype, a shape and two data_offsets");
    wrong(
        X.replace("F32", "C64"),
        "]}",
        "tensor 'x' of shape [2] and type C64 has 16 bytes, its data_offsets are 0 to 8");
    wrong(
        X.replace("F32", "F6_E2M3"),
        "]}",
        "tensor 'x' of shape [2] and type F6_E2M3 has 2 bytes, its data_offsets are 0 to 8");
    wrong(
        X.replace("F32", "NEW").replace("[0,8]", "[8,0]"),
        "]}",
        "tensor 'x' of shape [2] and type NEW has 0 bytes, its data_offsets are 8 to 0");
  }

  @Test
  void tensorsMayNotShareBytesOrNames() {
    String a = "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}";
    String b = "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[1,3]}";
    wrong(
        "{" + a + "," + b + "}",
        "123",
        null,
        "tensor 'b' begins at data byte 1, the one before reaches to 2");
    wrong("{" + a + "," + a + "}", "]}", "there are two tensors with the name 'a'");
    wrong("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"I8\"]}", "\"I8\"", "'dtype' is there twice");
  }

  private static void wrong(String json, String at, String message) {
    wrong(json, "", at, new String[] {message});
  }

  /// A file with this head and these bytes; the error is after the last place of `at` in the head, or after
  /// the whole of it.
  private static void wrong(String json, String data, @Nullable String at, String... lines) {
    int place = 8 + (at == null ? json.length() : json.lastIndexOf(at) + at.length());
    lines[0] += " (at byte " + place + ")";
    String length = (char) json.length() + "\0\0\0\0\0\0\0";
    says(length + json + data, lines);
  }

  private static void says(String file, String... lines) {
    lines[0] = "safetensors buffer: " + lines[0];
    Errors.of(() -> new SliceSafetensors(ascii(file)))
        .is(CandleException.Kind.FILE, "safetensors")
        .says(lines);
  }
}
