package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {
  private static final int IMAGES = 2051;
  private static final int LABELS = 2049;

  /// As in Candle, pixels are multiplied by 1/255, which is rounded.
  private static final Offset<Float> NEAR = within(5e-8f);

  @TempDir private Path folder;

  private static byte[] bytes(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * numbers.length);
    for (int n : numbers) {
      bytes.putInt(n);
    }
    return bytes.array();
  }

  private static byte[] join(byte[] head, int... rest) {
    byte[] all = Arrays.copyOf(head, head.length + rest.length);
    for (int i = 0; i < rest.length; i++) {
      all[head.length + i] = (byte) rest[i];
    }
    return all;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = new GZIPOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  @Test
  void fourFilesPlainOrPackedAreADataset() throws IOException {
    byte[] images = join(bytes(IMAGES, 2, 2, 2), 0, 51, 255, 102, 1, 2, 3, 4);
    write("train-images-idx3-ubyte", images);
    write("train-labels-idx1-ubyte.gz", gzip(join(bytes(LABELS, 2), 9, 0)));
    write("t10k-images-idx3-ubyte.gz", gzip(join(bytes(IMAGES, 1, 1, 3), 0, 0, 255)));
    write("t10k-labels-idx1-ubyte", join(bytes(LABELS, 1), 4));
    Dataset mnist = Mnist.loadDir(folder);
    assertThat(mnist).hasToString("Dataset([2, 4] to train, [1, 3] to test, 10 labels)");
    assertThat(mnist.trainImages().dtype()).isEqualTo(DType.F32);
    assertThat(mnist.trainImages().get(0).toVec1F32())
        .containsExactly(new float[] {0, 0.2f, 1, 0.4f}, NEAR);
    assertThat(mnist.trainLabels().toVec1U8()).containsExactly(9, 0);
    assertThat(mnist.test().get(0).input().toVec1F32()).containsExactly(0, 0, 1);
    assertThat(mnist.train().get(1).target().toScalarU8()).isZero();
    assertThat(FashionMnist.loadDir(folder).testLabels().toVec1U8()).containsExactly(4);
    assertThat(FashionMnist.NAMES).hasSize(10);
  }

  /// Sums computed with numpy; the labels are those of the images that chapter 10 of the book shows.
  @Test
  void theRealFilesAreRead() {
    Tensor images = Mnist.loadImages(TestData.file("mnist/t10k-images-idx3-ubyte.gz"));
    Tensor labels = Mnist.loadLabels(TestData.file("mnist/t10k-labels-idx1-ubyte.gz"));
    assertThat(images.dims()).containsExactly(10_000, 784);
    Tensor levels = images.affine(255, 0).round().toDtype(DType.I64);
    assertThat(levels.sumAll().toScalarI64()).isEqualTo(SUM);
    assertThat(levels.get(9999).sumAll().toScalarI64()).isEqualTo(LAST_SUM);
    Tensor shown =
        labels.indexSelect(Tensor.of(new int[] {1999, 1567, 5370, 5103, 2788}, Device.CPU), 0);
    assertThat(shown.toVec1U8()).containsExactly(5, 8, 1, 8, 1);
  }

  private static final long SUM = 264_923_200L;
  private static final long LAST_SUM = 41_833L;

  @Test
  void whatIsWrongIsNamedWithFileAndByte() throws IOException {
    Path file = write("images", join(bytes(LABELS, 1), 1));
    Errors.of(() -> Mnist.loadImages(file))
        .is(Kind.FILE, "mnist")
        .says(
            file
                + ": a file of images begins with the number 2051, this one with 2049 (at byte 0)");
    write("images", join(bytes(IMAGES, 2, 2, 2), 1, 2, 3));
    Errors.of(() -> Mnist.loadImages(file))
        .says(file + ": wants 8 bytes of pixels, the file ends at 19 (at byte 16)");
    write("images", join(bytes(IMAGES, 1, 1, 1), 1, 2));
    Errors.of(() -> Mnist.loadImages(file))
        .says(file + ": the file goes on after its data (at byte 17)");
    write("images", bytes(IMAGES, -1, 28, 28));
    Errors.of(() -> Mnist.loadImages(file))
        .says(file + ": the number of images is 4294967295, which cannot be (at byte 4)");
    write("images", bytes(IMAGES, 1 << 30, 1 << 20, 1 << 20));
    Errors.of(() -> Mnist.loadImages(file))
        .says(
            file
                + ": 1073741824 images of 1099511627776 pixels are more than a tensor holds (at"
                + " byte 4)");
    write("images", join(bytes(IMAGES), 0));
    Errors.of(() -> Mnist.loadImages(file))
        .says(file + ": wants 4 bytes of the number of images, the file ends at 5 (at byte 4)");
    Path labels = write("labels", join(bytes(LABELS, 3), 1, 10, 2));
    Errors.of(() -> Mnist.loadLabels(labels))
        .says(labels + ": label 1 is 10, it must be 0 to 9 (at byte 9)");
    byte[] packed = gzip(join(bytes(LABELS, 200), new int[200]));
    write("labels", Arrays.copyOf(packed, packed.length / 2));
    Errors.of(() -> Mnist.loadLabels(labels))
        .is(Kind.FILE, "mnist")
        .says("mnist " + labels + ": Unexpected end of ZLIB input stream");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Errors.of(() -> Mnist.loadDir(folder))
        .is(Kind.FILE, "mnist")
        .says(
            "mnist: there is no train-images-idx3-ubyte in "
                + folder
                + ", and no train-images-idx3-ubyte.gz",
            "loadImages(file) and loadLabels(file) read single files");
    Path none = folder.resolve("none");
    Errors.of(() -> Mnist.loadLabels(none)).says("open " + none + ": there is no " + none);
    Tensor two = Tensor.zeros(Shape.of(2, 4), DType.F32, Device.CPU);
    Tensor one = Tensor.zeros(Shape.of(1), DType.U8, Device.CPU);
    Errors.of(() -> new Dataset(two, one, two, one, 10))
        .is(Kind.SHAPE, "dataset")
        .says("shape mismatch in dataset, lhs: [2, 4], rhs: [1]", "images [n, ..] want labels [n]");
  }

  @Test
  void cifarHasColoursInPlanes() throws IOException {
    byte[] two = new byte[2 * 3073];
    two[0] = 7;
    two[1] = 51; // Red, row 0, column 0.
    two[1 + 1024 + 33] = 102; // Green, row 1, column 1.
    two[3073] = 9;
    two[2 * 3073 - 1] = (byte) 255; // Blue, the last one.
    for (String name : new String[] {"data_batch_1", "data_batch_2", "data_batch_3"}) {
      write(name + ".bin", two);
    }
    write("data_batch_4.bin", two);
    Path file = write("test_batch.bin", Arrays.copyOf(two, 3073));
    Path missing = folder.resolve("data_batch_5.bin");
    Errors.of(() -> Cifar.loadDir(folder))
        .is(Kind.FILE, "open")
        .says("open " + missing + ": there is no " + missing);
    write("data_batch_5.bin", two);
    Dataset cifar = Cifar.loadDir(folder);
    assertThat(cifar)
        .hasToString("Dataset([10, 3, 32, 32] to train, [1, 3, 32, 32] to test, 10 labels)");
    assertThat(cifar.trainLabels().toVec1U8()).containsExactly(7, 9, 7, 9, 7, 9, 7, 9, 7, 9);
    assertThat(cifar.trainImages().i(2, 0, 0, 0).toScalarF32()).isCloseTo(0.2f, NEAR);
    assertThat(cifar.trainImages().i(2, 1, 1, 1).toScalarF32()).isCloseTo(0.4f, NEAR);
    assertThat(cifar.trainImages().i(1, 2, 31, 31).toScalarF32()).isEqualTo(1);
    assertThat(cifar.trainImages().sumAll().toScalarF32()).isCloseTo(5 * 1.6f, within(1e-5f));

    write("test_batch.bin", Arrays.copyOf(two, 3075));
    Errors.of(() -> Cifar.load(file))
        .is(Kind.FILE, "cifar")
        .says(file + ": an image has 3073 bytes, the file has 2 left (at byte 3073)");
    two[3073] = 10;
    write("test_batch.bin", two);
    Errors.of(() -> Cifar.load(file))
        .says(file + ": label 1 is 10, it must be 0 to 9 (at byte 3073)");
  }
}
