package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Where tensors live and are computed. This library has one: the CPU.
///
/// A device owns the random numbers of the tensors made on it. They come from a counter-based generator, so the same
/// seed gives the same tensors on any machine and any number of threads of this library.
///
/// A device may be used by many threads at once. They share one stream of random numbers: each tensor takes the next part
/// of it, and which thread comes first decides who gets which. For the same numbers each time, draw from one thread.
public final class Device {
  /// The CPU.
  public static final Device CPU = new Device();

  /// Who hands out random numbers on this thread, where it is not the device itself.
  private static final ScopedValue<Draws> DRAWS = ScopedValue.newInstance();

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

  /// The state of the random numbers, to be kept with a checkpoint. Threads share it: which of them gets which numbers is
  /// theirs to settle.
  public synchronized RngState rngState() {
    return rng;
  }

  /// Goes on from a state that [#rngState] gave.
  public void setRngState(RngState state) {
    Nulls.refuse("set_rng_state", "the state", state);
    // A run that is repeated for its gradients must not set back what others draw from.
    if (!(DRAWS.isBound() && DRAWS.get() instanceof Replay)) {
      reset(state);
    }
  }

  /// Waits until all work of the device is done; on the CPU it always is.
  public void synchronize() {}

  /// Takes `blocks` blocks of four random numbers out of the stream and returns the state before them.
  RngState draw(long blocks) {
    return DRAWS.isBound() ? DRAWS.get().draw(this, blocks) : advance(blocks);
  }

  private synchronized RngState advance(long blocks) {
    RngState before = rng;
    rng = new RngState(before.seed(), before.position() + blocks);
    return before;
  }

  private synchronized void reset(RngState state) {
    rng = state;
  }

  /// Runs `body` with its random numbers from `draws`, on this thread.
  static <T> T drawing(Draws draws, Supplier<T> body) {
    return ScopedValue.where(DRAWS, draws).call(body::get);
  }

  /// Who hands out random numbers.
  sealed interface Draws {
    /// The state before the next blocks of a device.
    RngState draw(Device device, long blocks);
  }

  /// What was drawn once.
  private record Drawn(long blocks, RngState before) {}

  /// Remembers what is drawn, so that a second run can draw the same in the same order.
  static final class Recorder implements Draws {
    private final List<Drawn> drawn = new ArrayList<>();
    private final @Nullable Draws outer = DRAWS.isBound() ? DRAWS.get() : null;

    @Override
    public synchronized RngState draw(Device device, long blocks) {
      RngState before = outer == null ? device.advance(blocks) : outer.draw(device, blocks);
      drawn.add(new Drawn(blocks, before));
      return before;
    }

    /// Hands out the same once more.
    Replay replay() {
      return new Replay(List.copyOf(drawn));
    }
  }

  /// Hands out what was drawn before; the device is not touched.
  static final class Replay implements Draws {
    private final Iterator<Drawn> drawn;

    private Replay(List<Drawn> drawn) {
      this.drawn = drawn.iterator();
    }

    @Override
    public synchronized RngState draw(Device device, long blocks) {
      Drawn next = drawn.hasNext() ? drawn.next() : null;
      if (next == null || next.blocks != blocks) {
        throw CandleException.withHint(
            CandleException.Kind.AUTOGRAD,
            "recompute",
            "recompute: the function drew other random numbers the second time",
            "it is run again for the gradients, and must do the same each time");
      }
      return next.before;
    }
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
