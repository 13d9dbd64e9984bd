package io.github.candle4j.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A graph as a table, and in two languages of pictures.
final class GraphTexts {
  private GraphTexts() {}

  static String table(Graph graph) {
    TextTable table = new TextTable("rlllrll");
    table.add("", "operation", "of", "result", "gradient", "name", "made at");
    for (GraphNode n : graph.nodes()) {
      table.add(
          Integer.toString(n.number()),
          n.description() + (n.changed() ? " (changed since)" : ""),
          n.operands().stream().map(String::valueOf).collect(Collectors.joining(" ")),
          n.shape() + " " + n.dtype(),
          gradient(n),
          n.name().orElse(""),
          n.madeAt().orElse(""));
    }
    return table + totals(graph);
  }

  private static String totals(Graph graph) {
    long variables = count(graph, GraphNode.Kind.VARIABLE);
    long constants = count(graph, GraphNode.Kind.CONSTANT);
    long operations = graph.nodes().size() - variables - constants;
    if (operations == 0 && variables == 0) {
      return "nothing was recorded: the tensor depends on no variable, or was made in noGrad\n";
    }
    long elements =
        graph.nodes().stream()
            .filter(n -> n.kind() == GraphNode.Kind.VARIABLE)
            .mapToLong(n -> n.shape().elemCount())
            .sum();
    return TextTable.count(operations, "operation")
        + ", "
        + TextTable.count(variables, "variable")
        + " of "
        + TextTable.count(elements, "element")
        + ", "
        + TextTable.count(constants, "constant")
        + "; their arrays hold "
        + TextTable.bytes(graph.bytes())
        + "\n";
  }

  private static long count(Graph graph, GraphNode.Kind kind) {
    return graph.nodes().stream().filter(n -> n.kind() == kind).count();
  }

  private static String gradient(GraphNode n) {
    return n.gradientNorm().isPresent() ? TensorSummary.digits(n.gradientNorm().getAsDouble()) : "";
  }

  static String dot(Graph graph) {
    StringBuilder out = new StringBuilder("digraph {\n");
    out.append("  node [shape=box, style=\"rounded,filled\", fillcolor=white,");
    out.append(" fontname=Helvetica, fontsize=11]\n");
    for (GraphNode n : graph.nodes()) {
      out.append("  n").append(n.number()).append(" [label=\"");
      out.append(label(n, GraphTexts::escapedForDot, "\\n")).append('"');
      out.append(dotStyle(n)).append("]\n");
    }
    for (GraphNode n : graph.nodes()) {
      for (int operand : n.operands()) {
        out.append("  n").append(operand).append(" -> n").append(n.number()).append('\n');
      }
    }
    return out.append("}\n").toString();
  }

  private static String dotStyle(GraphNode n) {
    return switch (n.kind()) {
      case VARIABLE -> ", fillcolor=\"#dbeafe\"";
      case CONSTANT -> ", fillcolor=\"#e5e7eb\"";
      case RESULT -> "";
      case RECOMPUTED, CUSTOM -> ", style=\"rounded,filled,dashed\"";
    };
  }

  static String mermaid(Graph graph) {
    StringBuilder out = new StringBuilder("flowchart TD\n");
    for (GraphNode n : graph.nodes()) {
      String label = label(n, GraphTexts::escapedForMermaid, "<br/>");
      out.append("  n").append(n.number()).append("[\"").append(label).append("\"]\n");
    }
    for (GraphNode n : graph.nodes()) {
      for (int operand : n.operands()) {
        out.append("  n").append(operand).append(" --> n").append(n.number()).append('\n');
      }
    }
    style(graph, GraphNode.Kind.VARIABLE, "fill:#dbeafe,stroke:#1d4ed8,color:#000", out);
    style(graph, GraphNode.Kind.CONSTANT, "fill:#e5e7eb,stroke:#6b7280,color:#000", out);
    return out.toString();
  }

  private static void style(Graph graph, GraphNode.Kind kind, String style, StringBuilder out) {
    List<GraphNode> nodes = graph.nodes().stream().filter(n -> n.kind() == kind).toList();
    if (!nodes.isEmpty()) {
      String name = kind.name().toLowerCase(Locale.ROOT);
      out.append("  classDef ").append(name).append(' ').append(style).append('\n');
      out.append("  class ");
      out.append(nodes.stream().map(n -> "n" + n.number()).collect(Collectors.joining(",")));
      out.append(' ').append(name).append('\n');
    }
  }

  /// Name or operation, parameters, shape and dtype, gradient; each on a line of its own.
  private static String label(GraphNode n, UnaryOperator<String> escaped, String newLine) {
    List<String> lines = new ArrayList<>();
    switch (n.kind()) {
      case VARIABLE, CONSTANT -> lines.add(n.name().orElse(n.description()));
      case RESULT -> {
        n.name().ifPresent(lines::add);
        lines.add(n.operation());
        if (!n.parameters().isEmpty()) {
          lines.add(n.parameters());
        }
      }
      case RECOMPUTED, CUSTOM -> {
        n.name().ifPresent(lines::add);
        lines.add(n.description());
      }
    }
    lines.add(n.shape() + " " + n.dtype());
    if (n.gradientNorm().isPresent()) {
      lines.add("gradient " + gradient(n));
    }
    return lines.stream().map(escaped).collect(Collectors.joining(newLine));
  }

  private static String escapedForDot(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /// Mermaid reads HTML in labels, and has no escape of its own but entities.
  private static String escapedForMermaid(String text) {
    return text.replace("&", "&amp;")
        .replace("#", "#35;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "#quot;")
        .replace("`", "#96;")
        .replace("\n", "<br/>");
  }
}
