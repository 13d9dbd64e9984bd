package io.github.candle4j.core;

import io.github.candle4j.core.op.Update;

/// A variable: a tensor whose value can be set, and with respect to which gradients are computed.
///
/// A Var may be used wherever a Tensor may. Setting it while another thread computes with it is the caller's race: that
/// thread may see a part of the old and a part of the new value. A gradient whose forward pass used the old value throws.
public final class Var extends Tensor {
  private volatile boolean frozen;

  private Var(Tensor value) {
    super(value.storage(), value.layout(), value.device(), null);
    Watch.made(this);
  }

  /// A variable that starts with a copy of `value`; a Var is returned as it is.
  public static Var fromTensor(Tensor value) {
    return value instanceof Var v ? v : new Var(value.detach().copy());
  }

  /// A variable of zeros.
  public static Var zeros(Shape shape, DType dtype, Device device) {
    return new Var(Tensor.zeros(shape, dtype, device));
  }

  /// A variable of ones.
  public static Var ones(Shape shape, DType dtype, Device device) {
    return new Var(Tensor.ones(shape, dtype, device));
  }

  /// F32 numbers drawn evenly from `[low, up)`.
  ///
  /// @throws CandleException unless low is below up and both are finite
  public static Var rand(float low, float up, Shape shape, Device device) {
    return new Var(Tensor.rand(low, up, shape, device));
  }

  /// F32 numbers of a normal distribution.
  ///
  /// @throws CandleException if the standard deviation is negative
  public static Var randn(float mean, float std, Shape shape, Device device) {
    return new Var(Tensor.randn(mean, std, shape, device));
  }

  /// A variable with these numbers, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(float data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(float[] data, Device device) {
    return new Var(Tensor.of(data, device).copy());
  }

  /// A variable with these numbers, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(float[][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(float[][][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F32.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(float[][][][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers in row-major order, of dtype F32; they are copied.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Var fromVec(float[] data, Shape shape, Device device) {
    return new Var(Tensor.fromSlice(data, shape, device));
  }

  /// A variable with these numbers in row-major order, of dtype F32; they are copied.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Var fromSlice(float[] data, Shape shape, Device device) {
    return new Var(Tensor.fromSlice(data, shape, device));
  }

  /// F64 numbers drawn evenly from `[low, up)`.
  ///
  /// @throws CandleException unless low is below up and both are finite
  public static Var rand(double low, double up, Shape shape, Device device) {
    return new Var(Tensor.rand(low, up, shape, device));
  }

  /// F64 numbers of a normal distribution.
  ///
  /// @throws CandleException if the standard deviation is negative
  public static Var randn(double mean, double std, Shape shape, Device device) {
    return new Var(Tensor.randn(mean, std, shape, device));
  }

  /// A variable with these numbers, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(double data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(double[] data, Device device) {
    return new Var(Tensor.of(data, device).copy());
  }

  /// A variable with these numbers, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(double[][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(double[][][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers, of dtype F64.
  ///
  /// @throws CandleException if the arrays differ in length
  public static Var of(double[][][][] data, Device device) {
    return new Var(Tensor.of(data, device));
  }

  /// A variable with these numbers in row-major order, of dtype F64; they are copied.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Var fromVec(double[] data, Shape shape, Device device) {
    return new Var(Tensor.fromSlice(data, shape, device));
  }

  /// A variable with these numbers in row-major order, of dtype F64; they are copied.
  ///
  /// @throws CandleException if the shape has another number of elements
  public static Var fromSlice(double[] data, Shape shape, Device device) {
    return new Var(Tensor.fromSlice(data, shape, device));
  }

  /// The value, with gradients: this variable itself.
  public Tensor asTensor() {
    return this;
  }

  /// The value as a constant; it shares the elements and changes with them.
  public Tensor asDetachedTensor() {
    return detach();
  }

  /// Sets the value, by copying; all tensors that share the elements see it.
  ///
  /// @throws CandleException if shape or dtype differ, or the new value shares the elements of this one
  public void set(Tensor value) {
    if (sharesStorage(value)) {
      throw new CandleException(
          CandleException.Kind.ARGUMENT,
          "set",
          "cannot set variable from a tensor that shares its elements");
    }
    if (!value.shape().equals(shape())) {
      throw Origins.placed(
          CandleException.shapeMismatch(
              "set", shape(), value.shape(), "a variable keeps its shape"),
          this,
          value);
    }
    if (value.dtype() != dtype()) {
      throw Origins.placed(
          CandleException.dtypeMismatch("set", dtype(), value.dtype()), this, value);
    }
    update(new Update.Set(), value);
  }

  /// Treats the variable as a constant from now on: no gradient is computed for it, nor for what depends on it alone. A
  /// `backward` that runs meanwhile in another thread may see it or not.
  public void freeze() {
    frozen = true;
  }

  /// Computes gradients again, for operations from now on.
  public void unfreeze() {
    frozen = false;
  }

  /// True after [#freeze].
  public boolean isFrozen() {
    return frozen;
  }

  @Override
  public boolean isVariable() {
    return true;
  }

  /// True unless the variable is frozen.
  @Override
  public boolean trackOp() {
    return !frozen;
  }
}
