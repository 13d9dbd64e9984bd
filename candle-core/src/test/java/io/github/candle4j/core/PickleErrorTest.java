package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.file.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/// Pickles that are wrong, or meant to do harm, written by hand.
class PickleErrorTest {
  /// A tensor of 6 floats in an entry of 24 bytes; what is in braces is replaced.
  private static final String TENSOR =
      String.join(
          "",
          "ctorch._utils\n_rebuild_tensor_v2\n((U\7storagectorch\nFloatStorage\n",
          "U\0010U\3cpu{K\6}tQ{K\0}({K\6}t({K\1}t\u0089NtR");

  private static byte[] archive(String pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "a/data.pkl", ("\u0080\2" + pickle).getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "a/data/0", new byte[24]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static PthTensors read(String pickle) {
    return new PthTensors(Bytes.of(archive(pickle), "f"), null);
  }

  private static void wrong(String pickle, String message, int at) {
    Errors.of(() -> read(pickle))
        .is(Kind.FILE, "pickle")
        .says("f: a/data.pkl: " + message + " (at byte " + at + ")");
  }

  private static String tensor(String... replaced) {
    String result = TENSOR;
    for (int i = 0; i < replaced.length; i += 2) {
      result = result.replace("{" + replaced[i] + "}", replaced[i + 1]);
    }
    return result.replace("{", "").replace("}", "");
  }

  @Test
  void theTensorOfTheseTestsIsRead() {
    assertThat(read(tensor() + ".").get("tensor").orElseThrow().dims()).containsExactly(6);
  }

  @Test
  void instructionsThatAreWrongNameTheByte() {
    wrong("F1.0\n.", "unknown op-code 70", 2);
    wrong("0.", "the pickle takes a value from an empty stack", 2);
    wrong("NN.", "the pickle ends with other than one value", 4);
    wrong("(N.", "the pickle ends with other than one value", 4);
    wrong("t.", "the pickle goes back to a mark that is not there", 2);
    wrong("N\u0086.", "the pickle takes a value from an empty stack", 3);
    wrong("h\5.", "memo place 5 holds nothing", 2);
    wrong("Nr\u00ff\u00ff\u00ff\u007f.", "memo place 2147483647 is far from the 0 in use", 3);
    wrong("X\u00ff\u00ff\u00ff\u00ffa.", "wants 4294967295 bytes, 2 are left", 2);
    wrong(
        "\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffa.",
        "wants 18446744073709551615 bytes, 2 are left",
        2);
    wrong("\u0080\1.", "unsupported pickle protocol 1", 2);
    wrong("\u0095\5\0\0\0\0\0\0\0N.", "a frame of 5 bytes is longer than the pickle", 2);
    wrong("}(Nu.", "the pickle sets a key without a value", 5);
    wrong("K\1Na.", "the pickle puts something into 1", 5);
    wrong("K\1(NNu.", "the pickle puts something into 1", 7);
    wrong("NNR.", "only a class or a function can be called, not None", 4);
    wrong("NQ.", "the name of a storage must be a tuple, not None", 3);
    wrong("NN\u0093.", "a class is named by two texts", 4);
    wrong("c" + "x".repeat(2000) + "\n.", "the name of a class has more than 1000 characters", 2);
    Errors.of(() -> read("N"))
        .says("f: a/data.pkl: wants 1 bytes, the file or part ends at 3 (at byte 3)");
  }

  @Test
  void tensorsThatAreNotInTheirStorageAreRefused() {
    int call = 2 + tensor().length() - 1;
    wrong(
        tensor("K\0", "K\1") + ".",
        "a tensor of shape [6] from place 1 on is not within its storage '0' of 6 elements",
        call);
    wrong(
        tensor("K\1", "K\2") + ".",
        "a tensor of shape [6] from place 0 on is not within its storage '0' of 6 elements",
        call);
    String large = "J\u00ff\u00ff\u00ff\u007f";
    wrong(
        tensor("K\1", large) + ".",
        "a tensor of shape [6] from place 0 on is not within its storage '0' of 6 elements",
        call + 3);
    wrong(tensor("K\1", "J\u00ff\u00ff\u00ff\u00ff") + ".", "a stride cannot be -1", call + 3);
    wrong(
        tensor("K\0", "\u008a\7\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f") + ".",
        "a tensor of shape [6] from place 36028797018963967 on is not within its storage '0' of 6"
            + " elements",
        call + 7);
  }

  @Test
  void storagesThatAreNotTrueAreRefused() {
    Errors.of(() -> read(tensor().replace("K\6tQ", "K\7tQ") + "."))
        .says(
            "f: tensor 'tensor': its storage of 7 elements of type F32 has 24 bytes in the file (at"
                + " byte 0)");
    Errors.of(() -> read(tensor().replace("U\0010", "U\0011") + "."))
        .says("f: a/data.pkl: tensor 'tensor': the archive has no a/data/1 (at byte 0)");
    wrong(
        tensor().replace("ctorch\nFloatStorage\n", "N") + ".",
        "a storage is named by 'storage', its class, its key, its place and its size",
        58);
    wrong(
        tensor().replace("tQ", "t") + ".",
        "torch._utils._rebuild_tensor_v2 wants a storage, not a tuple",
        2 + tensor().length() - 2);
  }

  /// Sixty lists, each of which holds the one before twice: 2^60 ways to the innermost.
  @Test
  void valuesThatAreSharedTooOftenAreRefused() {
    StringBuilder pickle = new StringBuilder("]q\0");
    for (int i = 0; i < 60; i++) {
      pickle.append("0](h").append((char) i).append('h').append((char) i);
      pickle.append("eq").append((char) (i + 1));
    }
    wrong(pickle + ".", "the names of the tensors are longer than a pickle of its size has", 0);
    String many = "](" + "N".repeat(2000) + "eq\0";
    wrong(
        many + "0](" + "h\0".repeat(200) + "e.",
        "values are shared more often than a pickle of its size has",
        0);
  }

  @Test
  void namesThatAreTooLongAreRefused() {
    String key = "X\350\3\0\0" + "k".repeat(1000) + "q\1";
    StringBuilder pickle = new StringBuilder("}" + key + tensor() + "q\2s0](");
    pickle.append("}h\1h\2s".repeat(100));
    wrong(pickle + "e.", "the names of the tensors are longer than a pickle of its size has", 0);
  }

  @Test
  void valuesMayNotBeWithinThemselves() {
    wrong("}q\0U\1ah\0s.", "'a' is within itself", 0);
    wrong("]q\0(h\0\u0085q\1e0h\1.", "'0.0' is within itself", 0);
  }

  @Test
  void depthDoesNotMatter() {
    wrong("]".repeat(200) + "a".repeat(199) + ".", "values are nested deeper than 100", 0);
    wrong("]".repeat(100_000) + "a".repeat(99_999) + ".", "values are nested deeper than 100", 0);
    wrong("(".repeat(100_000) + "t".repeat(100_000) + ".", "values are nested deeper than 100", 0);
    // A call of a call of a call: it is unwrapped step by step.
    String function = "ctorch._tensor\n_rebuild_from_type_v2\nq\0";
    String calls = "(h\0N".repeat(90) + ")Nt" + "Nt".repeat(89);
    wrong(
        function + "0h\0" + calls + "R.",
        "torch._tensor._rebuild_from_type_v2 has too few arguments",
        2 + function.length() + 3 + calls.length());
    String more = "(h\0N".repeat(50_000) + ")Nt" + "Nt".repeat(49_999);
    wrong(
        function + "0h\0" + more + "R.",
        "calls are within calls deeper than 100",
        2 + function.length() + 3 + more.length());
  }

  /// The third item of a list is the list, so that its call would be a call of itself for ever.
  @Test
  void argumentsAreTuples() {
    String function = "ctorch._tensor\n_rebuild_from_type_v2\n";
    String list = "]q\0(" + function + "Nh\0e0";
    wrong(
        list + function + "h\0R.",
        "arguments must be a tuple, not a list",
        2 + list.length() + function.length() + 2);
    String tuple = "(" + function + "Nh\0t";
    wrong(
        list + function + tuple + "R.",
        "arguments must be a tuple, not a list",
        2 + list.length() + function.length() + tuple.length());
  }

  /// Bytes of a pickle become objects of many times their size, and deflated ones cost a file almost nothing.
  @Test
  void pickleBombsAreRefused() {
    Errors.of(() -> new PthTensors(Bytes.of(deflated("]".repeat(1 << 20)), "f"), null))
        .is(Kind.FILE, "pickle")
        .says(
            "f: entry 'a/data.pkl' of the archive cannot be a pickle: it is deflated too well"
                + " (at byte 0)");
    String noise = noise(20_000);
    Errors.of(() -> new PthTensors(Bytes.of(deflated(noise + "]".repeat(1 << 20)), "f"), null))
        .is(Kind.FILE, "pickle")
        .says(
            "f: entry 'a/data.pkl' of the archive has 1068583 bytes, a deflated one at most"
                + " 1048576 (at byte 0)");
    byte[] values = deflated(noise + "]".repeat(1_000_000));
    int most = 8 * values.length;
    Errors.of(() -> new PthTensors(Bytes.of(values, "f"), null))
        .is(Kind.FILE, "pickle")
        .says(
            "f: a/data.pkl: more than "
                + most
                + " values are more than a file of its size has"
                + " (at byte "
                + (2 + noise.length() + most - 2)
                + ")");
  }

  @Test
  void deflatedPicklesAreRead() {
    PthTensors file = new PthTensors(Bytes.of(deflated(tensor() + "."), "f"), null);
    assertThat(file.get("tensor").orElseThrow().dims()).containsExactly(6);
  }

  /// A text that cannot be deflated.
  private static String noise(int length) {
    StringBuilder text = new StringBuilder("X");
    for (int i = 0; i < Integer.SIZE; i += Byte.SIZE) {
      text.append((char) (length >> i & 0xff));
    }
    new SplittableRandom(1).ints(length, 0, 256).forEach(c -> text.append((char) c));
    return text.toString();
  }

  private static byte[] deflated(String pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      zip.write(("\u0080\2" + pickle).getBytes(StandardCharsets.ISO_8859_1));
      zip.closeEntry();
      zip.putNextEntry(new ZipEntry("a/data/0"));
      zip.write(new byte[24]);
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  @Test
  void laterTensorsOfOneNameGetANumber() {
    String x = tensor() + "q\1";
    PthTensors dots = read("}(U\3a.b" + x + "U\1a}U\1bh\1su.");
    assertThat(dots.tensorInfos().keySet()).containsExactly("a.b", "a.b#2");
    assertThat(dots.get("a.b#2").orElseThrow().dims()).containsExactly(6);
    PthTensors numbers = read("}(K\1" + x + "U\0011h\1U\0031#2h\1u.");
    assertThat(numbers.tensorInfos().keySet()).containsExactly("1", "1#2", "1#2#2");
    PthTensors taken = read("}(U\3a#2" + x + "U\1ah\1U\1ah\1U\1ah\1u.");
    assertThat(taken.tensorInfos().keySet()).containsExactly("a#2", "a", "a#3", "a#4");
  }

  /// The names that PyTorch 2.15 writes for sparse tensors and for those of the device meta.
  @Test
  void tensorsWithoutPlainElementsSayWhatToDo() {
    String sparse = "sparse tensors are not supported; save dense ones: x.to_dense()";
    refused("ctorch._utils\n_rebuild_sparse_tensor\n", sparse);
    refused("ctorch.serialization\n_get_layout\n", sparse);
    refused(
        "ctorch._utils\n_rebuild_meta_tensor_no_storage\n",
        "tensors on the device meta have no elements: save the model after it was loaded or"
            + " initialized on another one");
  }

  private static void refused(String global, String hint) {
    String name = global.substring(1, global.length() - 1).replace('\n', '.');
    Errors.of(() -> read(global + "."))
        .is(Kind.FILE, "pickle")
        .says(
            "f: a/data.pkl: the pickle names '"
                + name
                + "', which is not among the classes of tensors; no code of a file is run (at byte"
                + " 2)",
            hint);
  }

  @Test
  void filesOfOtherKindsSaySo() {
    Errors.of(() -> new PthTensors(Bytes.of(new byte[1000], "f"), null))
        .is(Kind.FILE, "pickle")
        .says("f: not a file of torch.save (at byte 0)", "is it cut off, or of another format?");
    byte[] tar = new byte[512];
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    Errors.of(() -> new PthTensors(Bytes.of(tar, "f"), null))
        .says(
            "f: not a file of torch.save (at byte 0)",
            "PyTorch wrote tar files before 0.1.10; load it there and save it again");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Errors.of(() -> new PthTensors(Bytes.of(out.toByteArray(), "f"), null))
        .says("f: the archive has no data.pkl (at byte 0)", "is this a file of torch.save?");
  }
}
