package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/// The index of tensors that are spread over several files: `{"metadata": {..}, "weight_map": {"name": "file", ..}}`.
public final class SafetensorsIndex {
  /// Far above any index known.
  private static final int LONGEST = 100_000_000;

  private SafetensorsIndex() {}

  /// The file of each tensor, in the directory of the index.
  ///
  /// @throws CandleException if the index is not valid, or a file is not simply a name
  public static Map<String, Path> read(Path index) {
    Bytes bytes = Bytes.map(index);
    if (bytes.size() > LONGEST) {
      throw bytes.error("safetensors", 0, "an index has at most " + LONGEST + " bytes");
    }
    byte[] text = bytes.copy(0, (int) bytes.size());
    Map<String, Path> result = new LinkedHashMap<>();
    boolean found = false;
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw error(bytes, json, "an index is a JSON object");
      }
      for (String key = json.nextName(); key != null; key = json.nextName()) {
        json.nextToken();
        if (key.equals("weight_map")) {
          readMap(bytes, json, index, result);
          found = true;
        } else {
          json.skipChildren();
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
        throw error(bytes, json, "something is wrong at the end of the index");
      }
    } catch (JacksonException e) {
      throw bytes.error("safetensors", at(e.getLocation()), "not JSON: " + e.getOriginalMessage());
    }
    if (!found) {
      throw bytes.error("safetensors", 0, "the index has no weight_map");
    }
    return result;
  }

  private static void readMap(Bytes bytes, JsonParser json, Path index, Map<String, Path> result) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw error(bytes, json, "weight_map is an object");
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw error(bytes, json, "the file of '" + name + "' is a text");
      }
      String file = json.getString();
      if (!isPlainName(file)) {
        throw error(
            bytes, json, "'" + file + "' is not the name of a file in the directory of the index");
      }
      if (result.put(name, index.resolveSibling(file)) != null) {
        throw error(bytes, json, "'" + name + "' is there twice");
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw error(bytes, json, "weight_map holds names and files");
    }
  }

  /// No way out of the directory: no separators of any system, no drive, not the directory or its parent.
  private static boolean isPlainName(String file) {
    return !file.isBlank()
        && !file.equals(".")
        && !file.equals("..")
        && file.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
  }

  private static CandleException error(Bytes bytes, JsonParser json, String message) {
    return bytes.error("safetensors", at(json.currentLocation()), message);
  }

  /// The byte up to which the JSON has been read.
  static long at(@Nullable TokenStreamLocation location) {
    return location == null ? 0 : Math.max(0, location.getByteOffset());
  }
}
