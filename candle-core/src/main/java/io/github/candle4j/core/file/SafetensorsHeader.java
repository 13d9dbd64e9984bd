package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.Shape;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The head of a safetensors file: eight bytes with its length, then JSON that says which tensors follow and where.
///
/// As the [format](https://github.com/huggingface/safetensors) asks, the tensors must fill the rest of the file without
/// gaps and without sharing bytes. Reading allocates a few times the length of the head, which the file holds.
///
/// @param tensors by name, in the order of their bytes
/// @param metadata texts of the user
/// @param dataStart where the bytes of the tensors begin
public record SafetensorsHeader(
    Map<String, Entry> tensors, Map<String, String> metadata, long dataStart) {
  /// No head may be longer; the limit of the format.
  private static final long LONGEST = 100_000_000;

  /// What JSON readers take.
  private static final int LONGEST_NAME = 50_000;

  private static final int SHOWN = 60;
  private static final int LENGTH_BYTES = 8;
  private static final String METADATA = "__metadata__";
  private static final String OPERATION = "safetensors";

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("BOOL", ElementType.BOOL),
          Map.entry("U8", ElementType.U8),
          Map.entry("I8", ElementType.I8),
          Map.entry("U16", ElementType.U16),
          Map.entry("I16", ElementType.I16),
          Map.entry("U32", ElementType.U32),
          Map.entry("I32", ElementType.I32),
          Map.entry("U64", ElementType.U64),
          Map.entry("I64", ElementType.I64),
          Map.entry("BF16", ElementType.BF16),
          Map.entry("F16", ElementType.F16),
          Map.entry("F32", ElementType.F32),
          Map.entry("F64", ElementType.F64),
          Map.entry("F8_E4M3", ElementType.F8E4M3),
          Map.entry("F8_E5M2", ElementType.F8E5M2));

  /// The bits of elements of the format that cannot be read.
  private static final Map<String, Integer> OTHER_BITS =
      Map.of("C64", 64, "F8_E8M0", 8, "F6_E2M3", 6, "F6_E3M2", 6, "F4", 4);

  /// A tensor in the file.
  ///
  /// @param type the type of its elements, null for one that cannot be read
  /// @param typeName the type as the file calls it
  /// @param begin its first byte, counted from the start of the data
  /// @param end the byte after its last one
  public record Entry(
      @Nullable ElementType type, String typeName, Shape shape, long begin, long end) {
    /// A tensor of a type that can be read.
    public Entry(ElementType type, Shape shape, long begin, long end) {
      this(type, name(type), shape, begin, end);
    }
  }

  /// The types that can be read, as files call them.
  public static List<String> typeNames() {
    return TYPES.keySet().stream().sorted().toList();
  }

  /// Reads and checks the head.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with it
  public static SafetensorsHeader read(Bytes bytes) {
    if (bytes.size() < LENGTH_BYTES) {
      throw bytes.error(
          OPERATION, 0, "a safetensors file has 8 bytes or more, this one " + bytes.size());
    }
    long length = bytes.i64(0);
    if (length < 2 || length > LONGEST) {
      throw bytes.error(
          OPERATION,
          0,
          "the length of the header is "
              + Long.toUnsignedString(length)
              + ", it must be 2 to "
              + LONGEST,
          "is this a safetensors file?");
    }
    if (length > bytes.size() - LENGTH_BYTES) {
      throw bytes.error(
          OPERATION,
          0,
          "the header has " + length + " bytes, the file ends after " + bytes.size(),
          "the file is cut off; fetch it again");
    }
    return parsed(bytes, length);
  }

  private static SafetensorsHeader parsed(Bytes bytes, long length) {
    Reader reader = new Reader(bytes);
    byte[] text = bytes.copy(LENGTH_BYTES, (int) length);
    if (text[0] == 0 || text[1] == 0) { // The JSON parser would guess UTF-16.
      throw bytes.error(
          OPERATION, LENGTH_BYTES, "the header is not UTF-8", "is this a safetensors file?");
    }
    // A factory remembers names; those of strangers are forgotten with it.
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      reader.readAll(json);
    } catch (JacksonException e) {
      throw bytes.error(
          OPERATION,
          LENGTH_BYTES + SafetensorsIndex.at(e.getLocation()),
          "the header is not valid JSON: " + e.getOriginalMessage());
    }
    return reader.checked(LENGTH_BYTES + length);
  }

  /// The head of a file with these tensors, in this order.
  ///
  /// @throws CandleException if it could not be read again
  public static byte[] write(Map<String, Entry> tensors, Map<String, String> metadata) {
    tensors.keySet().forEach(SafetensorsHeader::checkName);
    metadata.forEach((key, text) -> checkText(key + "=" + text, key, text));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[LENGTH_BYTES]);
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectPropertyStart(METADATA);
        metadata.forEach(json::writeStringProperty);
        json.writeEndObject();
      }
      tensors.forEach((name, entry) -> write(json, name, entry));
      json.writeEndObject();
    }
    while (out.size() % LENGTH_BYTES != 0) {
      out.write(' ');
    }
    byte[] result = out.toByteArray();
    if (result.length - LENGTH_BYTES > LONGEST) {
      throw refused("the names need a header of more than " + LONGEST + " bytes");
    }
    ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN).putLong(0, result.length - LENGTH_BYTES);
    return result;
  }

  private static void checkName(String name) {
    checkText(name, name);
    if (name.equals(METADATA) || name.length() > LONGEST_NAME) {
      throw refused(
          "a tensor cannot have the name "
              + name.substring(0, Math.min(name.length(), SHOWN))
              + "; names have up to "
              + LONGEST_NAME
              + " characters and are not "
              + METADATA);
    }
  }

  private static void checkText(String shown, @Nullable String... texts) {
    for (String text : texts) {
      if (text == null || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw refused("null, and half of a pair of surrogates, cannot be written: " + shown);
      }
    }
  }

  private static CandleException refused(String message) {
    return new CandleException(CandleException.Kind.ARGUMENT, "save", "save: " + message);
  }

  private static void write(JsonGenerator json, String name, Entry entry) {
    json.writeObjectPropertyStart(name);
    json.writeStringProperty("dtype", entry.typeName());
    json.writeArrayPropertyStart("shape");
    for (int size : entry.shape().dims()) {
      json.writeNumber(size);
    }
    json.writeEndArray();
    json.writeArrayPropertyStart("data_offsets");
    json.writeNumber(entry.begin());
    json.writeNumber(entry.end());
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String name(ElementType type) {
    return TYPES.entrySet().stream()
        .filter(e -> e.getValue() == type)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
  }

  /// Goes through the JSON of one head.
  private static final class Reader {
    private final Bytes bytes;
    private final Map<String, Entry> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Reader(Bytes bytes) {
      this.bytes = bytes;
    }

    void readAll(JsonParser json) {
      expect(json, json.nextToken(), JsonToken.START_OBJECT, "the header is an object");
      for (String name = json.nextName(); name != null; name = json.nextName()) {
        json.nextToken();
        if (name.equals(METADATA)) {
          readMetadata(json);
        } else {
          Entry entry = entry(json, name);
          if (tensors.put(name, entry) != null) {
            throw error(json, "there are two tensors with the name '" + name + "'");
          }
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT, "names of tensors");
      if (json.nextToken() != null) {
        throw error(json, "something follows the header's closing brace");
      }
    }

    private void readMetadata(JsonParser json) {
      expect(json, json.currentToken(), JsonToken.START_OBJECT, METADATA + " is an object");
      for (String key = json.nextName(); key != null; key = json.nextName()) {
        expect(json, json.nextToken(), JsonToken.VALUE_STRING, METADATA + " holds texts");
        if (metadata.put(key, json.getString()) != null) {
          throw error(json, METADATA + " has two texts for '" + key + "'");
        }
      }
      expect(json, json.currentToken(), JsonToken.END_OBJECT, METADATA);
    }

    private Entry entry(JsonParser json, String name) {
      expect(
          json, json.currentToken(), JsonToken.START_OBJECT, "tensor '" + name + "' is an object");
      String type = null;
      long[] shape = null;
      long[] range = null;
      for (String key = json.nextName(); key != null; key = json.nextName()) {
        json.nextToken();
        switch (key) {
          case "dtype" -> type = once(json, key, type, type(json, name));
          case "shape" -> shape = once(json, key, shape, longs(json, name, key));
          case "data_offsets" -> range = once(json, key, range, longs(json, name, key));
          default -> json.skipChildren();
        }
      }
      if (type == null || shape == null || range == null || range.length != 2) {
        throw error(json, "tensor '" + name + "' needs a dtype, a shape and two data_offsets");
      }
      Shape dims = Shape.of(dims(json, name, shape));
      Entry entry = new Entry(TYPES.get(type), type, dims, range[0], range[1]);
      checkSize(json, name, entry);
      return entry;
    }

    private <T> T once(JsonParser json, String key, @Nullable T before, T now) {
      if (before != null) {
        throw error(json, "'" + key + "' is there twice");
      }
      return now;
    }

    private String type(JsonParser json, String name) {
      expect(json, json.currentToken(), JsonToken.VALUE_STRING, "dtype of '" + name + "'");
      return json.getString();
    }

    private long[] longs(JsonParser json, String name, String key) {
      String what = key + " of '" + name + "' is a list of numbers";
      expect(json, json.currentToken(), JsonToken.START_ARRAY, what);
      // More dimensions than a shape can use are refused before they cost memory.
      long[] numbers = new long[64];
      int count = 0;
      while (json.nextToken() != JsonToken.END_ARRAY) {
        expect(json, json.currentToken(), JsonToken.VALUE_NUMBER_INT, what);
        if (count == numbers.length) {
          throw error(json, key + " of '" + name + "' has more than " + count + " numbers");
        }
        numbers[count] = json.getLongValue();
        if (numbers[count] < 0) {
          throw error(json, key + " of '" + name + "' holds the negative " + numbers[count]);
        }
        count++;
      }
      return Arrays.copyOf(numbers, count);
    }

    private int[] dims(JsonParser json, String name, long... shape) {
      int[] dims = new int[shape.length];
      for (int d = 0; d < dims.length; d++) {
        if (shape[d] > Integer.MAX_VALUE) {
          throw error(json, "tensor '" + name + "': a dimension cannot have the size " + shape[d]);
        }
        dims[d] = (int) shape[d];
      }
      return dims;
    }

    private void checkSize(JsonParser json, String name, Entry entry) {
      ElementType type = entry.type();
      int bits =
          type == null ? OTHER_BITS.getOrDefault(entry.typeName(), 0) : type.bytes() * Byte.SIZE;
      // Elements of a type that is newer than this reader have some size.
      long size = Math.max(bits, 1);
      for (int dim : entry.shape().dims()) {
        if (Math.multiplyHigh(size, dim) != 0 || size * dim < 0) {
          throw error(json, "tensor '" + name + "' has too many elements: " + entry.shape());
        }
        size *= dim;
      }
      size = bits == 0 ? Math.max(entry.end() - entry.begin(), 0) : Math.ceilDiv(size, Byte.SIZE);
      if (entry.end() - entry.begin() != size) {
        throw error(
            json,
            "tensor '"
                + name
                + "' of shape "
                + entry.shape()
                + " and type "
                + entry.typeName()
                + " has "
                + size
                + " bytes, its data_offsets are "
                + entry.begin()
                + " to "
                + entry.end());
      }
    }

    /// The entries in the order of their bytes, if they fill the file.
    SafetensorsHeader checked(long dataStart) {
      List<Map.Entry<String, Entry>> sorted =
          tensors.entrySet().stream()
              .sorted(
                  Comparator.comparing(
                      Map.Entry::getValue,
                      Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end)))
              .toList();
      Map<String, Entry> inOrder = new LinkedHashMap<>();
      long at = 0;
      for (Map.Entry<String, Entry> e : sorted) {
        long begin = e.getValue().begin();
        if (begin != at) {
          throw bytes.error(
              OPERATION,
              dataStart,
              "tensor '"
                  + e.getKey()
                  + "' begins at data byte "
                  + begin
                  + ", the one before "
                  + (begin < at ? "reaches to " : "ends at ")
                  + at);
        }
        at = e.getValue().end();
        inOrder.put(e.getKey(), e.getValue());
      }
      long there = bytes.size() - dataStart;
      if (at != there) {
        throw bytes.error(
            OPERATION,
            dataStart,
            "the tensors have " + at + " bytes, the file has " + there + " for them",
            at > there ? "the file is cut off; fetch it again" : "something was added to the file");
      }
      return new SafetensorsHeader(
          Collections.unmodifiableMap(inOrder), Collections.unmodifiableMap(metadata), dataStart);
    }

    private void expect(JsonParser json, @Nullable JsonToken got, JsonToken wanted, String what) {
      if (got != wanted) {
        throw error(json, what + ": wants " + wanted + ", got " + got);
      }
    }

    private CandleException error(JsonParser json, String message) {
      long at = LENGTH_BYTES + SafetensorsIndex.at(json.currentLocation());
      return bytes.error(OPERATION, at, message);
    }
  }
}
