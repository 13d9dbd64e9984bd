package io.github.candle4j.examples.book;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a program printed what a page shows. `...` on a line of its own stands for any lines. Times may differ, and decimals by a
/// few units of their last place: vectors of other widths add in another order.
final class Output {
  static final String GAP = "...";

  private static final Pattern TIME = Pattern.compile("\\b[0-9]+(\\.[0-9]+)? (µs|ms|s|min)\\b");
  private static final Pattern KERNELS = Pattern.compile("\\b(scalar|vector\\d+) kernels\\b");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.([0-9]+)(e-?[0-9]+)?");
  private static final double UNITS = 5;

  private Output() {}

  static boolean shows(List<String> page, List<String> printed) {
    if (page.isEmpty()) {
      return printed.isEmpty();
    }
    if (page.getFirst().equals(GAP)) {
      List<String> rest = page.subList(1, page.size());
      return shows(rest, printed)
          || (!printed.isEmpty() && shows(page, printed.subList(1, printed.size())));
    }
    return !printed.isEmpty()
        && same(page.getFirst(), printed.getFirst())
        && shows(page.subList(1, page.size()), printed.subList(1, printed.size()));
  }

  static boolean same(String wanted, String got) {
    String left = masked(wanted);
    String right = masked(got);
    Matcher a = DECIMAL.matcher(left);
    Matcher b = DECIMAL.matcher(right);
    if (!a.replaceAll("#").equals(b.replaceAll("#"))) {
      return false;
    }
    a.reset();
    b.reset();
    while (a.find() && b.find()) {
      double unit = Math.pow(10, -a.group(1).length());
      if (a.group(2) != null) {
        unit *= Double.parseDouble("1" + a.group(2));
      }
      double distance = Math.abs(Double.parseDouble(a.group()) - Double.parseDouble(b.group()));
      if (!(distance <= UNITS * unit)) {
        return false;
      }
    }
    return true;
  }

  private static String masked(String line) {
    String text = KERNELS.matcher(TIME.matcher(line).replaceAll("# $2")).replaceAll("# kernels");
    return text.strip().replaceAll(" +", " ").toLowerCase(Locale.ROOT);
  }
}
