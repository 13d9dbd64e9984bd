package io.github.candle4j.core;

import java.util.concurrent.ThreadLocalRandom;

/// Where tensors live and are computed. This library has one: the CPU.
///
/// A device owns the random numbers of the tensors made on it. They come from a counter-based generator, so the same
/// seed gives the same tensors on any machine and any number of threads.
public final class Device {
  /// The CPU.
  public static final Device CPU = new Device();

  private RngState rng = new RngState(ThreadLocalRandom.current().nextLong(), 0);

  private Device() {}

  /// A GPU by its number.
  ///
  /// @throws CandleException always: there is no such backend
  public static Device newCuda(int ordinal) {
    throw noBackend("cuda");
  }

  /// A GPU by its number.
  ///
  /// @throws CandleException always: there is no such backend
  public static Device newMetal(int ordinal) {
    throw noBackend("metal");
  }

  /// The GPU of that number where there is one, else the CPU.
  public static Device cudaIfAvailable(int ordinal) {
    return CPU;
  }

  /// The GPU of that number where there is one, else the CPU.
  public static Device metalIfAvailable(int ordinal) {
    return CPU;
  }

  /// True for the CPU.
  public boolean isCpu() {
    return true;
  }

  /// True for a CUDA device.
  public boolean isCuda() {
    return false;
  }

  /// True for a Metal device.
  public boolean isMetal() {
    return false;
  }

  /// True if both are the same device.
  public boolean sameDevice(Device other) {
    return this == other;
  }

  /// The kind of device and its number.
  public DeviceLocation location() {
    return new DeviceLocation.Cpu();
  }

  /// Starts the random numbers anew from a seed.
  public void setSeed(long seed) {
    setRngState(new RngState(seed, 0));
  }

  /// The seed that was set last, or chosen at random at the start.
  public long getCurrentSeed() {
    return rngState().seed();
  }

  /// The state of the random numbers, to be kept with a checkpoint.
  public synchronized RngState rngState() {
    return rng;
  }

  /// Goes on from a state that [#rngState] gave.
  public synchronized void setRngState(RngState state) {
    rng = state;
  }

  /// Waits until all work of the device is done; on the CPU it always is.
  public void synchronize() {}

  /// Takes `blocks` blocks of four random numbers out of the stream and returns the state before them.
  synchronized RngState draw(long blocks) {
    RngState before = rng;
    rng = new RngState(before.seed(), before.position() + blocks);
    return before;
  }

  @Override
  public String toString() {
    return "Cpu";
  }

  private static CandleException noBackend(String name) {
    return CandleException.withHint(
        CandleException.Kind.DEVICE,
        name,
        "candle4j has no " + name + " backend",
        "use Device.CPU, or Device.cudaIfAvailable(0), which falls back to it");
  }
}
