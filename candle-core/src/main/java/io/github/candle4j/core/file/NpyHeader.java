package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Shape;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// The head of an npy file: a few bytes, then a Python literal that says which elements follow.
///
/// `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`
///
/// @param type the type of the elements
/// @param order the order of the bytes within each
/// @param fortranOrder true if the first index runs fastest
/// @param dataStart where the elements begin
public record NpyHeader(
    ElementType type, ByteOrder order, boolean fortranOrder, Shape shape, long dataStart) {
  static final String OPERATION = "npy";
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /// So many bytes say whether a file is an npy file.
  public static final int MAGIC_BYTES = MAGIC.length;

  private static final int VERSION_AT = MAGIC.length;
  private static final int LENGTH_AT = VERSION_AT + 2;
  private static final int NEWEST = 3;

  /// Far above any head of numbers; numpy itself refuses more than 10,000 bytes.
  private static final int LONGEST = 0xFFFF;

  /// The head of any file that is read is within so many bytes.
  public static final int MOST_BYTES = LENGTH_AT + 4 + LONGEST;

  /// What numpy aligns the elements to.
  private static final int ALIGNMENT = 64;

  /// Numpy leaves room for the digits of any 64-bit size, so that an array can grow in its file.
  private static final int MOST_DIGITS = 21;

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("?", ElementType.BOOL),
          Map.entry("b1", ElementType.BOOL),
          Map.entry("b", ElementType.I8),
          Map.entry("i1", ElementType.I8),
          Map.entry("B", ElementType.U8),
          Map.entry("u1", ElementType.U8),
          Map.entry("h", ElementType.I16),
          Map.entry("i2", ElementType.I16),
          Map.entry("H", ElementType.U16),
          Map.entry("u2", ElementType.U16),
          Map.entry("i", ElementType.I32),
          Map.entry("i4", ElementType.I32),
          Map.entry("I", ElementType.U32),
          Map.entry("u4", ElementType.U32),
          Map.entry("q", ElementType.I64),
          Map.entry("i8", ElementType.I64),
          Map.entry("Q", ElementType.U64),
          Map.entry("u8", ElementType.U64),
          Map.entry("e", ElementType.F16),
          Map.entry("f2", ElementType.F16),
          Map.entry("f", ElementType.F32),
          Map.entry("f4", ElementType.F32),
          Map.entry("d", ElementType.F64),
          Map.entry("f8", ElementType.F64));

  /// True if the bytes begin as an npy file does.
  public static boolean isNpy(Bytes bytes) {
    return bytes.size() >= MAGIC.length && Arrays.equals(bytes.copy(0, MAGIC.length), MAGIC);
  }

  /// Reads and checks the head, and that the elements fill the rest.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with it
  public static NpyHeader read(Bytes bytes) {
    return read(bytes, bytes.size());
  }

  /// Reads and checks the head, and that the elements fill the rest, where only the first [#MOST_BYTES] are at hand.
  ///
  /// @param size the number of bytes of the whole file
  /// @throws CandleException naming the file and the byte if something is wrong with it
  public static NpyHeader read(Bytes bytes, long size) {
    if (bytes.size() < LENGTH_AT + 2 || !isNpy(bytes)) {
      throw bytes.error(OPERATION, 0, "magic string mismatch", "is this an npy file?");
    }
    int version = bytes.u8(VERSION_AT);
    if (version < 1 || version > NEWEST || bytes.u8(VERSION_AT + 1) != 0) {
      throw bytes.error(
          OPERATION, VERSION_AT, "unsupported version " + version + "." + bytes.u8(VERSION_AT + 1));
    }
    long length = version == 1 ? bytes.u16(LENGTH_AT) : bytes.u32(LENGTH_AT);
    int start = LENGTH_AT + (version == 1 ? 2 : 4);
    if (length > LONGEST || length > size - start) {
      throw bytes.error(
          OPERATION, LENGTH_AT, "the header has " + length + " bytes, the file ends after " + size);
    }
    String text = new String(bytes.copy(start, (int) length), StandardCharsets.ISO_8859_1);
    NpyLiteral literal = new NpyLiteral(bytes, text, start).parse();
    NpyHeader header = of(literal, bytes, start + length);
    header.checkSize(bytes, size);
    return header;
  }

  private static NpyHeader of(NpyLiteral literal, Bytes bytes, long dataStart) {
    String descr = literal.descr();
    boolean marked = !descr.isEmpty() && "<>=|".indexOf(descr.charAt(0)) >= 0;
    ElementType type = TYPES.get(marked ? descr.substring(1) : descr);
    if (type == null) {
      throw bytes.error(OPERATION, literal.descrAt(), "unrecognized descr " + descr, hint(descr));
    }
    return new NpyHeader(
        type,
        descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        literal.fortranOrder(),
        Numbers.shape(
            literal.shape(), message -> bytes.error(OPERATION, literal.shapeAt(), message)),
        dataStart);
  }

  private static String hint(String descr) {
    String code = descr.replaceFirst("^[<>=|]", "");
    return switch (code.isEmpty() ? ' ' : code.charAt(0)) {
      case 'O' -> "objects would run code when they are read; save numbers: x.astype(np.float32)";
      case 'V' ->
          "numpy does not save which type of ml_dtypes this is; save x.astype(np.float32), or"
              + " safetensors";
      case 'c', 'F', 'D' -> "no dtype is complex; save x.real and x.imag";
      case 'S', 'U', 'a' -> "texts are not tensors";
      default -> "save one of the types that tensors have: x.astype(np.float32)";
    };
  }

  private void checkSize(Bytes bytes, long size) {
    long wanted = shape.elemCount() * type.bytes();
    long there = size - dataStart;
    if (wanted != there) {
      throw bytes.error(
          OPERATION,
          dataStart,
          "the elements of shape "
              + shape
              + " and type "
              + type
              + " have "
              + wanted
              + " bytes, the file has "
              + there
              + " for them",
          wanted > there
              ? "the file is cut off; fetch it again"
              : "something was added to the file");
    }
  }

  /// The head of a file with elements of a dtype, byte for byte as numpy writes it.
  ///
  /// @throws CandleException for dtypes that numpy does not have
  public static byte[] write(DType dtype, Shape shape) {
    String dims =
        Arrays.stream(shape.dims()).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String text =
        "{'descr': '"
            + descr(dtype)
            + "', 'fortran_order': False, 'shape': ("
            + dims
            + (shape.rank() == 1 ? "," : "")
            + "), }";
    int digits = shape.rank() == 0 ? MOST_DIGITS : String.valueOf(shape.dim(0)).length();
    int used = LENGTH_AT + 2 + text.length() + MOST_DIGITS - digits + 1;
    int padding = MOST_DIGITS - digits + ALIGNMENT - used % ALIGNMENT;
    byte[] literal = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] result = Arrays.copyOf(MAGIC, LENGTH_AT + 2 + literal.length);
    result[VERSION_AT] = 1;
    result[LENGTH_AT] = (byte) literal.length;
    result[LENGTH_AT + 1] = (byte) (literal.length >> Byte.SIZE);
    System.arraycopy(literal, 0, result, LENGTH_AT + 2, literal.length);
    return result;
  }

  private static String descr(DType dtype) {
    return switch (dtype) {
      case U8 -> "|u1";
      case U32 -> "<u4";
      case I16 -> "<i2";
      case I32 -> "<i4";
      case I64 -> "<i8";
      case F16 -> "<f2";
      case F32 -> "<f4";
      case F64 -> "<f8";
      case BF16, F8E4M3 ->
          throw CandleException.withHint(
              Kind.DTYPE,
              OPERATION,
              dtype.asStr() + " is not supported by npy files",
              "cast it: toDtype(DType.F32), or save safetensors");
    };
  }
}
