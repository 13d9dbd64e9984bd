package io.github.candle4j.benchmarks;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.github.candle4j.core.cpu.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `cblas_sgemm` and `cblas_sgemv` on one thread, called on heap arrays without a copy.
///
/// The library is taken from `org.bytedeco:openblas` with the classifier of the platform, when that is on the class
/// path. Calls are critical: the array stays where it is and is handed over as an address, the cheapest call there is.
@SuppressWarnings("restricted")
final class OpenBlas {
  private static final String FOLDER = "/org/bytedeco/openblas/linux-x86_64/";
  private static final String[] FILES = {
    "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"
  };
  private static final int ROW_MAJOR = 101;
  private static final int NO_TRANSPOSE = 111;
  private static final int TRANSPOSE = 112;

  private static final SymbolLookup LIBRARY = load();
  private static final MethodHandle SGEMM =
      handle(
          "cblas_sgemm",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT));
  private static final MethodHandle SGEMV =
      handle(
          "cblas_sgemv",
          FunctionDescriptor.ofVoid(
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT,
              ADDRESS,
              JAVA_INT,
              JAVA_FLOAT,
              ADDRESS,
              JAVA_INT));

  private OpenBlas() {}

  static boolean isPresent() {
    return OpenBlas.class.getResource(FOLDER + FILES[3]) != null;
  }

  /// The kernels that the library chose for this processor, such as `SkylakeX`.
  static String core() {
    MethodHandle handle = handle("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
    try {
      return ((MemorySegment) handle.invokeExact()).reinterpret(64).getString(0);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// Version, options and kernels, such as `OpenBLAS 0.3.30 ... SkylakeX`.
  static String version() {
    MethodHandle handle = handle("openblas_get_config", FunctionDescriptor.of(ADDRESS));
    try {
      return ((MemorySegment) handle.invokeExact()).reinterpret(512).getString(0).strip();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  static void setThreads(int count) {
    try {
      handle("openblas_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT)).invokeExact(count);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /// `c = a b`; each operand has one stride of 1.
  static void multiply(Matrix.F32 a, Matrix.F32 b, Matrix.F32 c) {
    if (b.columns() == 1) {
      timesVector(a, b.data(), c.data());
      return;
    }
    if (a.rows() == 1) {
      int down = b.columnStride();
      int right = b.rowStride();
      int rows = b.columns();
      int columns = b.rows();
      Matrix.F32 transposed = new Matrix.F32(b.data(), b.offset(), rows, columns, down, right);
      timesVector(transposed, a.data(), c.data());
      return;
    }
    boolean ta = a.columnStride() != 1;
    boolean tb = b.columnStride() != 1;
    try {
      SGEMM.invokeExact(
          ROW_MAJOR,
          ta ? TRANSPOSE : NO_TRANSPOSE,
          tb ? TRANSPOSE : NO_TRANSPOSE,
          a.rows(),
          b.columns(),
          a.columns(),
          1f,
          MemorySegment.ofArray(a.data()),
          ta ? a.columnStride() : a.rowStride(),
          MemorySegment.ofArray(b.data()),
          tb ? b.columnStride() : b.rowStride(),
          0f,
          MemorySegment.ofArray(c.data()),
          c.rowStride());
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void timesVector(Matrix.F32 a, float[] x, float[] y) {
    boolean ta = a.columnStride() != 1;
    try {
      SGEMV.invokeExact(
          ROW_MAJOR,
          ta ? TRANSPOSE : NO_TRANSPOSE,
          ta ? a.columns() : a.rows(),
          ta ? a.rows() : a.columns(),
          1f,
          MemorySegment.ofArray(a.data()),
          ta ? a.columnStride() : a.rowStride(),
          MemorySegment.ofArray(x),
          1,
          0f,
          MemorySegment.ofArray(y),
          1);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    return Linker.nativeLinker()
        .downcallHandle(LIBRARY.findOrThrow(name), type, Linker.Option.critical(true));
  }

  /// Copies the files beside each other: they name each other relative to their own place.
  private static SymbolLookup load() {
    try {
      Path folder = Files.createTempDirectory("openblas");
      for (String file : FILES) {
        try (InputStream in = OpenBlas.class.getResourceAsStream(FOLDER + file)) {
          if (in == null) {
            throw new IllegalStateException(
                "org.bytedeco:openblas:linux-x86_64 is not on the class path");
          }
          Files.copy(in, folder.resolve(file));
        }
      }
      List<SymbolLookup> libraries = new ArrayList<>();
      for (String file : FILES) {
        libraries.add(SymbolLookup.libraryLookup(folder.resolve(file), Arena.global()));
      }
      SymbolLookup library = libraries.getLast();
      for (String file : FILES) {
        Files.delete(folder.resolve(file));
      }
      Files.delete(folder);
      Linker.nativeLinker()
          .downcallHandle(
              library.findOrThrow("openblas_set_num_threads"), FunctionDescriptor.ofVoid(JAVA_INT))
          .invokeExact(1);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
