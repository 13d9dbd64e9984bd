package io.github.candle4j.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {
  private static final Device CPU = Device.CPU;
  private static final Tensor IMAGE = Tensor.arange(0f, 12f, CPU).reshape(1, 3, 4);

  @TempDir private Path folder;

  private static float[] values(Tensor x) {
    return x.flattenAll().toVec1F32();
  }

  private Path write(String name, BufferedImage image, String format) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage colours(int type) {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xFF336699);
    image.setRGB(1, 0, 0xFF00FF00);
    return image;
  }

  @Test
  void coloursComeInPlanes() throws IOException {
    float[] expected = {0.2f, 0, 0.4f, 1, 0.6f, 0};
    for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR}) {
      Tensor image = Images.read(write("c.png", colours(type), "png"));
      assertThat(image.dims()).containsExactly(3, 1, 2);
      assertThat(values(image)).containsExactly(expected);
    }
    Path bmp = write("c.bmp", colours(BufferedImage.TYPE_3BYTE_BGR), "bmp");
    assertThat(values(Images.read(bmp))).containsExactly(expected);
    Path gif = write("c.gif", colours(BufferedImage.TYPE_BYTE_INDEXED), "gif");
    assertThat(Images.read(gif).dims()).containsExactly(3, 1, 2);
  }

  /// `getRGB` of Java would make 188 of a grey of 128.
  @Test
  void greyStaysWhatItIsInTheFile() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(0, 0, 0, 128);
    image.getRaster().setSample(1, 0, 0, 51);
    float half = 128 / 255f;
    assertThat(values(Images.read(write("g.png", image, "png"))))
        .containsExactly(half, 0.2f, half, 0.2f, half, 0.2f);
    BufferedImage wide = new BufferedImage(1, 1, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setSample(0, 0, 0, 13107);
    assertThat(values(Images.read(write("w.png", wide, "png")))).containsExactly(0.2f, 0.2f, 0.2f);
  }

  /// Read by the JDK, which knows PNG from elsewhere.
  @Test
  void whatIsWrittenAsPngIsReadByOthers() throws IOException {
    Random random = new Random(3);
    for (int channels : new int[] {1, 3}) {
      byte[] pixels = new byte[channels * 5 * 7];
      random.nextBytes(pixels);
      Tensor image = Tensor.fromVec(pixels, Shape.of(channels, 5, 7), CPU);
      BufferedImage read =
          Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(Images.png(image))));
      assertThat(read.getWidth()).isEqualTo(7);
      assertThat(read.getRaster().getNumBands()).isEqualTo(channels);
      for (int i = 0; i < pixels.length; i++) {
        assertThat(read.getRaster().getSample(i % 7, i / 7 % 5, i / 35))
            .isEqualTo(Byte.toUnsignedInt(pixels[i]));
      }
    }
    Tensor floats = Tensor.of(new float[][][] {{{-1, 0.2f, 0.998f, 7}}}, CPU);
    Files.write(folder.resolve("f.png"), Images.png(floats));
    Tensor again = Images.read(folder.resolve("f.png"));
    assertThat(values(again.i(0))).containsExactly(0, 0.2f, 254 / 255f, 1);
  }

  @Test
  void imagesThatCannotBeWrittenAreRefused() {
    Errors.of(() -> Images.png(Tensor.zeros(Shape.of(2, 1, 1), DType.F32, CPU)))
        .is(Kind.SHAPE, "png")
        .says("png: an image is [1, height, width] or [3, height, width], got [2, 1, 1]");
    Errors.of(() -> Images.png(Tensor.zeros(Shape.of(1, 1, 1), DType.I64, CPU)))
        .is(Kind.DTYPE, "png")
        .says("unsupported dtype I64 for op png", "an image is U8, or floats from 0 to 1");
    Errors.of(() -> Images.png(Tensor.zeros(Shape.of(1, 1), DType.F32, CPU)))
        .says(
            "unexpected rank, expected: 3, got: 2 ([1, 1])",
            "an image is [channels, height, width]");
  }

  @Test
  void partsAndMirrorImages() {
    assertThat(values(Images.flip(IMAGE))).containsExactly(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8);
    assertThat(values(Images.crop(IMAGE, 1, 2, Shape.of(2, 1)))).containsExactly(6, 10);
    assertThat(values(Images.centerCrop(IMAGE, 2))).containsExactly(1, 2, 5, 6);
    Errors.of(() -> Images.crop(IMAGE, 2, 0, Shape.of(2, 1)))
        .is(Kind.INDEX, "crop")
        .says("crop: a part [2, 1] from row 2, column 0 of [1, 3, 4]");
    Errors.of(() -> Images.centerCrop(IMAGE, 4))
        .says("crop: a part [4, 4] from row -1, column 0 of [1, 3, 4]");
  }

  /// Of a padded image of 5 x 6 there are 4 x 5 places for a part of 2 x 2; each is found in 2,000 draws.
  @Test
  void randomPartsComeFromEverywhere() {
    Set<List<Float>> parts = new HashSet<>();
    Random random = new Random(1);
    Tensor ones = IMAGE.add(1);
    for (int i = 0; i < 2000; i++) {
      float[] v = values(Images.randomCrop(ones, 2, 1, random));
      parts.add(List.of(v[0], v[1], v[2], v[3]));
    }
    assertThat(parts)
        .hasSize(20)
        .contains(List.of(0f, 0f, 0f, 1f), List.of(12f, 0f, 0f, 0f), List.of(1f, 2f, 5f, 6f));
    Errors.of(() -> Images.randomCrop(IMAGE, 6, 1, random))
        .says("crop: a part of 6 x 6 of a padded image [1, 5, 6]");
    Errors.of(() -> Images.randomCrop(IMAGE, 2, -1, random))
        .is(Kind.ARGUMENT, "crop")
        .says("crop: the padding must be 0 or more, got -1");
    int mirrored = 0;
    for (int i = 0; i < 1000; i++) {
      mirrored += values(Images.randomFlip(IMAGE, random))[0] == 3 ? 1 : 0;
    }
    assertThat(mirrored).isBetween(420, 580); // A standard deviation of 16.
  }

  /// `torch.nn.functional.interpolate(x, (2, 6), mode="bilinear")`
  @Test
  void resizingIsThatOfPyTorch() {
    Tensor small = Images.resize(IMAGE, 2, 6);
    assertThat(small.dims()).containsExactly(1, 2, 6);
    Errors.of(() -> Images.resize(IMAGE, 0, 6))
        .is(Kind.ARGUMENT, "resize")
        .says("resize: height and width must be 1 or more, got 0 and 6");
    float[] expected = {
      1, 1.5f, 2.16667f, 2.83333f, 3.5f, 4, 7, 7.5f, 8.16667f, 8.83333f, 9.5f, 10
    };
    for (int i = 0; i < expected.length; i++) {
      assertThat(values(small)[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void channelsAreNormalizedEach() {
    Tensor two = Tensor.of(new float[][][] {{{1, 3}}, {{10, 20}}}, CPU);
    assertThat(values(Images.normalize(two, new double[] {1, 10}, new double[] {2, 5})))
        .containsExactly(0, 1, 0, 2);
    assertThat(
            Images.normalize(two.toDtype(DType.BF16), new double[2], new double[] {1, 1}).dtype())
        .isEqualTo(DType.BF16);
    Errors.of(() -> Images.normalize(two, new double[3], new double[] {1, 1}))
        .is(Kind.SHAPE, "normalize")
        .says("normalize: 3 means and 2 standard deviations for 2 channels");
    Errors.of(() -> Images.normalize(two, new double[2], new double[] {1, 0}))
        .is(Kind.ARGUMENT, "normalize")
        .says(
            "normalize: channel 1 wants a mean and a standard deviation above 0, got 0.0 and 0.0");
  }

  @Test
  void aFolderOfFoldersHasAClassForEach() throws IOException {
    BufferedImage image = colours(BufferedImage.TYPE_INT_RGB);
    write("set/dog/2.PNG", image, "png");
    write("set/dog/1.jpg", image, "jpg");
    write("set/cat/deep/x.png", image, "png");
    Files.writeString(folder.resolve("set/cat/notes.txt"), "-");
    Files.writeString(folder.resolve("set/README.png"), "-");
    Files.createDirectories(folder.resolve("set/.hidden"));
    ImageFolder set = ImageFolder.open(folder.resolve("set"));
    assertThat(set.classes()).containsExactly("cat", "dog");
    assertThat(set.entries().stream().map(e -> e.file().getFileName() + " " + e.label()))
        .containsExactly("x.png 0", "1.jpg 1", "2.PNG 1");
    assertThat(set.get(2).target().toScalarU32()).isEqualTo(1);
    assertThat(values(set.get(2).input())).containsExactly(0.2f, 0, 0.4f, 1, 0.6f, 0);
    assertThat(set).hasToString("ImageFolder(3 images, 2 classes)");
  }

  @Test
  void brokenImagesAndFoldersAreNamed() throws IOException {
    Path good = write("set/a/1.png", colours(BufferedImage.TYPE_INT_RGB), "png");
    byte[] bytes = Files.readAllBytes(good);
    Path broken = folder.resolve("set/a/2.png");
    Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
    ImageFolder set = ImageFolder.open(folder.resolve("set"));
    DataLoader<Example> loader =
        DataLoader.of(set, Example::stack, DataLoaderConfig.defaults().withPrefetch(2));
    assertThat(Errors.of(() -> loader.iterator().next()).is(Kind.FILE, "read").error())
        .hasMessageStartingWith("sample 1: read " + broken + ": the image is damaged (");
    Files.writeString(broken, "no image");
    assertThat(Errors.of(() -> Images.read(broken)).error())
        .hasMessageStartingWith(
            "read " + broken + ": this is no image that can be read\nformats are ");
    Files.createDirectories(folder.resolve("set/empty"));
    Errors.of(() -> ImageFolder.open(folder.resolve("set")))
        .is(Kind.FILE, "image_folder")
        .says(
            "image_folder: there are no images in " + folder.resolve("set/empty"),
            "wants a folder for each class, with images that end with bmp, gif, jpeg, jpg, png,"
                + " tif, tiff, wbmp");
    Path none = folder.resolve("none");
    Errors.of(() -> ImageFolder.open(none)).says("open " + none + ": there is no " + none);
  }
}
