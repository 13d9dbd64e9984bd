package io.github.candle4j.nn.data;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Tensor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Labelled images in a folder of folders: each folder is a class, and each image in it or below one of its samples. Classes and files are in the
/// order of their names, so the same folder gives the same numbers anywhere.
///
/// {@snippet :
/// ImageFolder animals = ImageFolder.open(Path.of("animals")); // animals/cat/1.png, animals/dog/2.jpg
/// System.out.println(animals.classes());                      // [cat, dog]
/// Tensor image = animals.get(0).input();                      // [3, height, width]
/// }
///
/// - input F32 `[3, height, width]` from 0 to 1, target U32, a scalar: the number of the class
///
/// Images are read when they are asked for; [Images#read] says what is read, and what of it. Files with other endings are passed over, and so are hidden ones.
public final class ImageFolder implements Samples<Example> {
  private static final String OPERATION = "image_folder";
  private static final Set<String> ENDINGS =
      Set.of("png", "jpg", "jpeg", "gif", "bmp", "wbmp", "tif", "tiff");

  /// An image that has not been read.
  ///
  /// @param file where it is
  /// @param label the number of its class
  public record Entry(Path file, int label) {}

  private final List<String> classes;
  private final List<Entry> entries;

  private ImageFolder(List<String> classes, List<Entry> entries) {
    this.classes = List.copyOf(classes);
    this.entries = List.copyOf(entries);
  }

  /// The images of a folder.
  ///
  /// @throws CandleException if the folder cannot be read, has no folders, or one of these has no images
  public static ImageFolder open(Path folder) {
    List<String> classes = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (Path one : children(folder)) {
      if (Files.isDirectory(one)) {
        int before = entries.size();
        collect(one, classes.size(), entries);
        if (entries.size() == before) {
          throw nothing("there are no images in " + one);
        }
        classes.add(String.valueOf(one.getFileName()));
      }
    }
    if (classes.isEmpty()) {
      throw nothing("there are no folders in " + folder);
    }
    return new ImageFolder(classes, entries);
  }

  private static CandleException nothing(String what) {
    return CandleException.withHint(
        Kind.FILE,
        OPERATION,
        OPERATION + ": " + what,
        "wants a folder for each class, with images that end with "
            + String.join(", ", ENDINGS.stream().sorted().toList()));
  }

  private static void collect(Path folder, int label, List<Entry> entries) {
    for (Path one : children(folder)) {
      if (Files.isDirectory(one)) {
        collect(one, label, entries);
      } else if (isImage(String.valueOf(one.getFileName()))) {
        entries.add(new Entry(one, label));
      }
    }
  }

  private static boolean isImage(String name) {
    int dot = name.lastIndexOf('.');
    return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static List<Path> children(Path folder) {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> all =
        Files.newDirectoryStream(folder, p -> !String.valueOf(p.getFileName()).startsWith("."))) {
      all.forEach(children::add);
    } catch (IOException e) {
      throw DataErrors.of("open", folder, e);
    }
    children.sort(Comparator.comparing(p -> String.valueOf(p.getFileName())));
    return children;
  }

  /// The names of the classes by their numbers.
  public List<String> classes() {
    return classes;
  }

  /// The files with their labels, by the numbers of the samples.
  public List<Entry> entries() {
    return entries;
  }

  @Override
  public int size() {
    return entries.size();
  }

  /// The image of a number with its label.
  ///
  /// @throws CandleException if there is no such image, or naming the file if it cannot be read
  @Override
  public Example get(int index) {
    Entry entry = entries.get(Samples.check(index, size()));
    return new Example(Images.read(entry.file()), Tensor.of(entry.label(), Device.CPU));
  }

  @Override
  public String toString() {
    return "ImageFolder(" + size() + " images, " + classes.size() + " classes)";
  }
}
