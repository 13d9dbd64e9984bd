package io.github.candle4j.core.file;

import java.util.List;

/// Goes through the items of a container of a pickle.
final class Items {
  private enum Form {
    /// Values, which are named by their numbers.
    NUMBERED,
    /// A key, its value, a key, its value.
    BY_TURNS,
    /// Lists of a key and its value.
    PAIRS
  }

  private final List<PickleValue> items;
  private final Form form;
  private int at;
  private int count;
  private String name = "";
  private PickleValue value;

  private Items(List<PickleValue> items, Form form) {
    this.items = items;
    this.form = form;
    this.value = new PickleValue.Opaque("nothing");
  }

  static Items numbered(List<PickleValue> items) {
    return new Items(items, Form.NUMBERED);
  }

  static Items byTurns(List<PickleValue> items) {
    return new Items(items, Form.BY_TURNS);
  }

  static Items pairs(List<PickleValue> items) {
    return new Items(items, Form.PAIRS);
  }

  /// Goes on to the next item, if there is one.
  boolean next() {
    if (at == items.size()) {
      return false;
    }
    PickleValue item = items.get(at++);
    String number = String.valueOf(count++);
    switch (form) {
      case NUMBERED -> set(number, item);
      case BY_TURNS -> set(name(item, number), items.get(at++));
      case PAIRS -> {
        if (item instanceof PickleValue.Sequence pair && pair.items().size() == 2) {
          set(name(pair.items().getFirst(), number), pair.items().getLast());
        } else {
          set(number, item);
        }
      }
    }
    return true;
  }

  private void set(String newName, PickleValue newValue) {
    name = newName;
    value = newValue;
  }

  /// A key as a part of a name: texts and whole numbers as they are, anything else by its place.
  private static String name(PickleValue key, String number) {
    return switch (key) {
      case PickleValue.Text(String text) -> text;
      case PickleValue.Int(long n) -> String.valueOf(n);
      default -> number;
    };
  }

  String name() {
    return name;
  }

  PickleValue value() {
    return value;
  }
}
