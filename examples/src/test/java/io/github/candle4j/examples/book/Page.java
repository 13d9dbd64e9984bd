package io.github.candle4j.examples.book;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A page in Markdown, cut into its blocks and what stands around them.
///
/// @param file where it is
/// @param lines its lines
record Page(Path file, List<String> lines) {
  private static final String FENCE = "```";
  private static final Pattern MARKER = Pattern.compile("<!-- (.*) -->");

  static List<Page> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Page> pages = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".md")).sorted().toList()) {
        pages.add(new Page(file, Files.readAllLines(file)));
      }
      return pages;
    }
  }

  /// All blocks and pictures.
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    walk(block -> {
      blocks.add(block);
      return block.content();
    });
    return blocks;
  }

  /// The places of blocks that are told by their indentation, and so by no marker.
  List<String> indented() {
    List<String> places = new ArrayList<>();
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      boolean free = i == 0 || lines.get(i - 1).isBlank();
      if (lines.get(i).startsWith(FENCE)) {
        fenced = !fenced;
      } else if (!fenced && free && lines.get(i).startsWith("    ")) {
        places.add(file.getFileName() + ":" + (i + 1));
      }
    }
    return places;
  }

  /// The page with other contents in its blocks.
  Page with(Function<Block, List<String>> contents) {
    return new Page(file, walk(contents));
  }

  private List<String> walk(Function<Block, List<String>> contents) {
    List<String> result = new ArrayList<>();
    String above = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      result.add(line);
      if (line.startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        String language = line.substring(FENCE.length());
        result.addAll(
            contents.apply(block(i, above, language, lines.subList(i + 1, Math.max(end, i + 1)))));
        result.add(FENCE);
        i = Math.max(end, i + 1);
      } else if (line.startsWith("![")) {
        List<String> _ = contents.apply(block(i, above, Block.PICTURE, List.of(line)));
      }
      above = line.isBlank() ? above : line;
    }
    return result;
  }

  private Block block(int index, String above, String language, List<String> content) {
    Matcher marker = MARKER.matcher(above);
    String words = marker.matches() ? marker.group(1) : "";
    return new Block(String.valueOf(file.getFileName()), index + 1, words, language, content);
  }
}
