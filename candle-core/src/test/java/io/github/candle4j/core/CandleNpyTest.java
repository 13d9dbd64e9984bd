package io.github.candle4j.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.candle4j.core.file.Bytes;
import io.github.candle4j.core.file.ElementType;
import io.github.candle4j.core.file.NpyHeader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// The test inside Candle's npy.rs. What is written is numpy's text, with a space after each comma and none behind the last
/// size; Candle writes `(256,1,128,)`.
class CandleNpyTest {
  private static NpyHeader header(String text, int size) {
    byte[] head =
        ("\u0093NUMPY\1\0" + (char) text.length() + "\0" + text)
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] file = new byte[head.length + size];
    System.arraycopy(head, 0, file, 0, head.length);
    return NpyHeader.read(Bytes.of(file, "header"));
  }

  private static String text(DType dtype, Shape shape) {
    byte[] head = NpyHeader.write(dtype, shape);
    return new String(head, 10, head.length - 10, StandardCharsets.US_ASCII).strip();
  }

  @Test
  void parse() {
    String h = "{'descr': '<f8', 'fortran_order': False, 'shape': (128,), }";
    NpyHeader vector = header(h, 8 * 128);
    assertThat(vector.type()).isEqualTo(ElementType.F64);
    assertThat(vector.fortranOrder()).isFalse();
    assertThat(vector.shape()).isEqualTo(Shape.of(128));
    h = "{'descr': '<f4', 'fortran_order': True, 'shape': (256,1,128), }";
    NpyHeader cube = header(h, 4 * 256 * 128);
    assertThat(cube.type()).isEqualTo(ElementType.F32);
    assertThat(cube.fortranOrder()).isTrue();
    assertThat(cube.shape()).isEqualTo(Shape.of(256, 1, 128));
    assertThat(text(DType.F32, cube.shape()))
        .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (256, 1, 128), }");
    assertThat(text(DType.U32, Shape.of()))
        .isEqualTo("{'descr': '<u4', 'fortran_order': False, 'shape': (), }");
  }
}
