package io.github.candle4j.core.file;

import io.github.candle4j.core.CandleException;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a pickle, Python's format for objects, without running anything: a pickle is a program for a stack machine, and
/// this one knows the instructions that make numbers, texts, lists and dicts, and what calls of a closed list of functions
/// mean ([PickleClass]). It reads what `torch.save` writes in the protocols 2 to 5.
///
/// Each instruction makes one small object at most, or moves what is on the stack into a container: the memory is in
/// proportion to the bytes that were read; the values are counted, since bytes that were deflated cost a file little.
final class PickleMachine {
  static final String OPERATION = "pickle";
  private static final int OLDEST = 2;
  private static final int NEWEST = 5;
  private static final int LONGEST_NAME = 1000;
  private static final int LONGEST_INT = 16;

  private static final PickleValue.Opaque NONE = new PickleValue.Opaque("None");
  private static final PickleValue.Opaque FLOAT = new PickleValue.Opaque("a float");
  private static final PickleValue.Opaque BOOL = new PickleValue.Opaque("a bool");
  private static final PickleValue.Opaque BYTES = new PickleValue.Opaque("bytes");
  private static final PickleValue.Opaque SET = new PickleValue.Opaque("a set");
  private static final PickleValue.Opaque LARGE = new PickleValue.Opaque("a large int");

  private final Bytes bytes;
  private final long start;
  private final long most;
  private long made;
  private long at;
  private long opAt;
  private List<PickleValue> stack = new ArrayList<>();

  /// The stacks below the marks.
  private final List<List<PickleValue>> below = new ArrayList<>();

  private final List<PickleValue> memo = new ArrayList<>();
  private final Map<String, PickleValue.Storage> storages = new LinkedHashMap<>();
  private final PickleCalls calls = new PickleCalls(this::error);

  /// @param most the number of values that may be made
  PickleMachine(Bytes bytes, long start, long most) {
    this.bytes = bytes;
    this.start = start;
    this.most = most;
    this.at = start;
  }

  /// Runs up to the end of the pickle, and gives what it left.
  ///
  /// @throws CandleException naming the file and the byte if something is wrong with it
  PickleValue run() {
    while (true) {
      opAt = at;
      int op = bytes.u8(at++);
      // An instruction makes one value or mark at most.
      if (++made > most) {
        throw error("more than " + most + " values are more than a file of its size has");
      }
      if (op == '.') {
        if (!below.isEmpty() || stack.size() != 1) {
          throw error("the pickle ends with other than one value");
        }
        return pop();
      }
      if (!literal(op) && !container(op) && !memory(op) && !text(op)) {
        throw error("unknown op-code " + op);
      }
    }
  }

  /// The byte after the pickle.
  long position() {
    return at;
  }

  /// The storages that the pickle named, by their keys.
  Map<String, PickleValue.Storage> storages() {
    return storages;
  }

  private boolean literal(int op) {
    switch (op) {
      case 0x80 -> protocol(bytes.u8(at++));
      case 0x95 -> frame(bytes.i64(skip(Long.BYTES)));
      case 'N' -> push(NONE);
      case 0x88, 0x89 -> push(BOOL);
      case 'G' -> {
        skip(Double.BYTES);
        push(FLOAT);
      }
      case 'J' -> push(new PickleValue.Int((int) bytes.u32(skip(4))));
      case 'K' -> push(new PickleValue.Int(bytes.u8(skip(1))));
      case 'M' -> push(new PickleValue.Int(bytes.u16(skip(2))));
      case 0x8a -> {
        int length = bytes.u8(skip(1));
        push(integer(skip(length), length));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean text(int op) {
    switch (op) {
      case 'X' -> push(string(bytes.u32(skip(4)), StandardCharsets.UTF_8));
      case 0x8c -> push(string(bytes.u8(skip(1)), StandardCharsets.UTF_8));
      case 0x8d -> push(string(bytes.i64(skip(8)), StandardCharsets.UTF_8));
      case 'U' -> push(string(bytes.u8(skip(1)), StandardCharsets.ISO_8859_1));
      case 'T' -> push(string(bytes.u32(skip(4)), StandardCharsets.ISO_8859_1));
      case 'B' -> data(bytes.u32(skip(4)));
      case 'C' -> data(bytes.u8(skip(1)));
      case 0x8e, 0x96 -> data(bytes.i64(skip(8)));
      case 'c' -> push(global(line(), line()));
      case 0x93 -> {
        PickleValue name = pop();
        PickleValue module = pop();
        if (!(name instanceof PickleValue.Text(String n)
            && module instanceof PickleValue.Text(String m))) {
          throw error("a class is named by two texts");
        }
        push(global(m, n));
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int op) {
    switch (op) {
      case '(' -> {
        below.add(stack);
        stack = new ArrayList<>(0);
      }
      case ')' -> push(new PickleValue.Sequence(List.of(), false));
      case 0x85 -> push(tuple(1));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case 't' -> push(new PickleValue.Sequence(popToMark(), false));
      case ']' -> push(new PickleValue.Sequence(new ArrayList<>(0), true));
      case 'l' -> push(new PickleValue.Sequence(popToMark(), true));
      case '}' -> push(new PickleValue.Dict(false));
      case 'd' -> {
        List<PickleValue> pairs = popToMark();
        push(new PickleValue.Dict(false));
        setItems(pairs);
      }
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(popToMark());
      case 's' -> {
        PickleValue value = pop();
        setItems(List.of(pop(), value));
      }
      case 'u' -> setItems(popToMark());
      case 0x8f -> push(SET);
      case 0x90, 0x91 -> set(op, popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean memory(int op) {
    switch (op) {
      case 'q' -> put(bytes.u8(skip(1)));
      case 'r' -> put(bytes.u32(skip(4)));
      case 0x94 -> put(memo.size());
      case 'h' -> get(bytes.u8(skip(1)));
      case 'j' -> get(bytes.u32(skip(4)));
      case '0' -> pop();
      case '1' -> popToMark();
      case 'R', 0x81 -> {
        PickleValue arguments = pop();
        push(calls.call(pop(), arguments));
      }
      case 'Q' -> push(storage(pop()));
      case 'b' -> build(pop());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void protocol(int version) {
    if (version < OLDEST || version > NEWEST) {
      throw error("unsupported pickle protocol " + version);
    }
  }

  /// A frame tells readers how many bytes to fetch at once.
  private void frame(long length) {
    if (length < 0 || length > bytes.size() - at) {
      throw error("a frame of " + length + " bytes is longer than the pickle");
    }
  }

  /// Steps over bytes that are there; gives where they begin.
  private long skip(long count) {
    if (count < 0 || count > bytes.size() - at) {
      throw error(
          "wants " + Long.toUnsignedString(count) + " bytes, " + (bytes.size() - at) + " are left");
    }
    long from = at;
    at += count;
    return from;
  }

  private PickleValue integer(long from, int length) {
    if (length > LONGEST_INT) {
      return LARGE;
    }
    byte[] big = new byte[length + 1];
    for (int i = 0; i < length; i++) {
      big[length - i] = (byte) bytes.u8(from + i);
    }
    big[0] = (byte) (length > 0 && big[1] < 0 ? -1 : 0);
    BigInteger value = new BigInteger(big);
    return value.bitLength() < Long.SIZE
        ? new PickleValue.Int(value.longValue())
        : new PickleValue.Opaque(value.toString());
  }

  private PickleValue string(long length, Charset charset) {
    long from = skip(length);
    if (length > Integer.MAX_VALUE - 8) {
      throw error("a text of " + length + " bytes is not supported");
    }
    return new PickleValue.Text(new String(bytes.copy(from, (int) length), charset));
  }

  private void data(long length) {
    skip(length);
    push(BYTES);
  }

  private String line() {
    long from = at;
    while (bytes.u8(at) != '\n') {
      if (++at - from > LONGEST_NAME) {
        throw error("the name of a class has more than " + LONGEST_NAME + " characters");
      }
    }
    byte[] name = new byte[(int) (at - from)];
    bytes.read(from, ByteOrder.LITTLE_ENDIAN, name, 0, name.length);
    at++;
    return new String(name, StandardCharsets.UTF_8);
  }

  private PickleValue global(String module, String name) {
    PickleClass role = PickleClass.of(module, name);
    if (role == null) {
      throw bytes.error(
          OPERATION,
          opAt,
          "the pickle names "
              + PickleCalls.words(new PickleValue.Text(module + "." + name))
              + ", which is not among the classes of tensors; no code of a file is run",
          PickleClass.hint(module, name));
    }
    return new PickleValue.Global(module + "." + name, role);
  }

  private void push(PickleValue value) {
    stack.add(value);
  }

  private PickleValue pop() {
    if (stack.isEmpty()) {
      throw error("the pickle takes a value from an empty stack");
    }
    return stack.removeLast();
  }

  private PickleValue top() {
    if (stack.isEmpty()) {
      throw error("the pickle takes a value from an empty stack");
    }
    return stack.getLast();
  }

  private List<PickleValue> popToMark() {
    if (below.isEmpty()) {
      throw error("the pickle goes back to a mark that is not there");
    }
    List<PickleValue> items = stack;
    stack = below.removeLast();
    return items;
  }

  private PickleValue tuple(int size) {
    if (stack.size() < size) {
      throw error("the pickle takes a value from an empty stack");
    }
    List<PickleValue> last = stack.subList(stack.size() - size, stack.size());
    PickleValue result = new PickleValue.Sequence(List.copyOf(last), false);
    last.clear();
    return result;
  }

  private void append(List<PickleValue> items) {
    if (top() instanceof PickleValue.Sequence list && list.isList()) {
      list.items().addAll(items);
    } else {
      opaque();
    }
  }

  private void setItems(List<PickleValue> pairs) {
    if (pairs.size() % 2 != 0) {
      throw error("the pickle sets a key without a value");
    }
    if (top() instanceof PickleValue.Dict dict) {
      dict.pairs().addAll(pairs);
    } else {
      opaque();
    }
  }

  /// Sets hold no tensors: their items are dropped.
  private void set(int op, List<PickleValue> items) {
    if (op == 0x91) {
      push(SET);
    } else if (!items.isEmpty()) {
      opaque();
    }
  }

  /// Items of something that holds no tensors are dropped.
  private void opaque() {
    if (!(top() instanceof PickleValue.Opaque)) {
      throw error("the pickle puts something into " + PickleCalls.words(top()));
    }
  }

  /// The state of an object: the attributes of a TorchScript module. That of a dict says nothing about its items.
  private void build(PickleValue state) {
    if (!(top() instanceof PickleValue.Dict dict)) {
      opaque();
    } else if (dict.isModule()) {
      dict.setInitial(state);
    }
  }

  private PickleValue storage(PickleValue id) {
    PickleValue.Storage storage = calls.storage(id);
    PickleValue.Storage before = storages.put(storage.key(), storage);
    if (before != null && before.count() != storage.count()) {
      throw error(
          "the storage '"
              + storage.key()
              + "' has "
              + storage.count()
              + " elements, before it had "
              + before.count());
    }
    return storage;
  }

  private void put(long place) {
    // Python counts the places up; one far ahead would cost memory that no byte pays for.
    if (place > at - start) {
      throw error("memo place " + place + " is far from the " + memo.size() + " in use");
    }
    while (memo.size() <= place) {
      memo.add(NONE);
    }
    memo.set((int) place, top());
  }

  private void get(long place) {
    if (place >= memo.size()) {
      throw error("memo place " + place + " holds nothing");
    }
    push(memo.get((int) place));
  }

  private CandleException error(String message) {
    return bytes.error(OPERATION, opAt, message);
  }
}
