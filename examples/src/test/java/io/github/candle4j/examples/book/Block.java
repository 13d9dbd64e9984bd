package io.github.candle4j.examples.book;

import java.util.List;

/// A block of a page between two fences, or a picture.
///
/// @param page the name of the file
/// @param line where it begins, from 1
/// @param marker what stands in the comment above it, such as `code ch05/IrisClassifier#classifier`; empty if there is no such comment
/// @param language the word after the fence; `picture` for a picture
/// @param content the lines between the fences; for a picture, its line
record Block(String page, int line, String marker, String language, List<String> content) {
  static final String PICTURE = "picture";

  Block {
    content = List.copyOf(content);
  }

  /// The first word of the marker.
  String kind() {
    return marker.split(" ", 2)[0];
  }

  /// What follows the first word of the marker.
  String rest() {
    String[] words = marker.split(" ", 2);
    return words.length == 1 ? "" : words[1];
  }

  String place() {
    return page + ":" + line;
  }
}
