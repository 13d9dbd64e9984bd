package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/// The letters of a sum of products, read from its text. A dimension of an ellipsis has a negative label: -1 is the last
/// one, so that those of several operands are aligned at the end, as in broadcasting.
///
/// @param terms the labels of each operand
/// @param result the labels of the result
record EinsumEquation(List<List<Integer>> terms, List<Integer> result) {
  private static final String ELLIPSIS = "...";

  /// @param ranks the number of dimensions of each operand
  static EinsumEquation parse(String equation, List<Integer> ranks) {
    String text = equation.replaceAll("\\s", "");
    int arrow = text.indexOf("->");
    String[] inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (inputs.length != ranks.size()) {
      throw error("\"" + equation + "\" has " + inputs.length + " operands, got " + ranks.size());
    }
    List<List<Integer>> terms = new ArrayList<>();
    int ellipsis = 0;
    for (int i = 0; i < inputs.length; i++) {
      int extra = ranks.get(i) - letters(inputs[i]);
      if (extra < 0 || (extra > 0 && !inputs[i].contains(ELLIPSIS))) {
        throw error(
            "operand "
                + i
                + " has "
                + ranks.get(i)
                + " dimensions, \""
                + inputs[i]
                + "\" names "
                + letters(inputs[i]));
      }
      terms.add(labels(inputs[i], extra));
      ellipsis = Math.max(ellipsis, inputs[i].contains(ELLIPSIS) ? extra : 0);
    }
    List<Integer> result =
        arrow < 0 ? implicit(terms, ellipsis) : labels(text.substring(arrow + 2), ellipsis);
    checkResult(terms, result);
    return new EinsumEquation(terms, result);
  }

  /// The number of letters of a term.
  private static int letters(String term) {
    return term.replace(ELLIPSIS, "").length();
  }

  private static List<Integer> labels(String term, int ellipsis) {
    List<Integer> labels = new ArrayList<>();
    int at = term.indexOf(ELLIPSIS);
    for (int i = 0; i < term.length(); i++) {
      char c = term.charAt(i);
      if (i == at) {
        labels.addAll(ellipsisLabels(ellipsis));
        i += ELLIPSIS.length() - 1;
      } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        labels.add((int) c);
      } else {
        throw error(
            "'" + c + "' in \"" + term + "\" is no letter; dimensions are named a to z, A to Z");
      }
    }
    return labels;
  }

  private static List<Integer> ellipsisLabels(int count) {
    List<Integer> labels = new ArrayList<>();
    for (int d = -count; d < 0; d++) {
      labels.add(d);
    }
    return labels;
  }

  /// The dimensions of the ellipsis, then the letters that occur once, in alphabetical order.
  private static List<Integer> implicit(List<List<Integer>> terms, int ellipsis) {
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    terms.forEach(term -> term.forEach(label -> counts.merge(label, 1, Integer::sum)));
    List<Integer> result = ellipsisLabels(ellipsis);
    counts.forEach((label, count) -> {
      if (label > 0 && count == 1) {
        result.add(label);
      }
    });
    return result;
  }

  private static void checkResult(List<List<Integer>> terms, List<Integer> result) {
    for (int label : result) {
      if (Collections.frequency(result, label) > 1) {
        throw error("the result names " + name(label) + " more than once");
      }
      if (label >= 0 && terms.stream().noneMatch(term -> term.contains(label))) {
        throw error("the result names " + name(label) + ", which no operand has");
      }
    }
  }

  /// A letter as errors name it.
  static String name(int label) {
    return label < 0 ? "dimension " + label + " of the ellipsis" : "'" + (char) label + "'";
  }

  /// An error of this operation.
  static CandleException error(String message) {
    return CandleException.withHint(
        CandleException.Kind.ARGUMENT,
        "einsum",
        "einsum: " + message,
        "an equation names the dimensions of each operand and of the result: \"ij,jk->ik\"");
  }
}
