package io.github.candle4j.nn;

import io.github.candle4j.core.CandleException;
import io.github.candle4j.core.CandleException.Kind;
import io.github.candle4j.core.DType;
import io.github.candle4j.core.Device;
import io.github.candle4j.core.Fused;
import io.github.candle4j.core.GradStore;
import io.github.candle4j.core.OptimizerStep;
import io.github.candle4j.core.Shape;
import io.github.candle4j.core.Tensor;
import io.github.candle4j.core.Var;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The variables of an optimizer, and what it remembers of each that has made a step.
final class Slots {
  private static final String LR = "lr";
  private static final String VARIABLES = "variables";
  private static final String STEP = "step";

  /// A variable, the number of its steps and what is remembered of it, by name.
  static final class Slot {
    private final Var var;
    private final Map<String, Tensor> memory = new LinkedHashMap<>();
    private long steps;

    private Slot(Var var) {
      this.var = var;
    }

    Var var() {
      return var;
    }

    /// The number of its steps; while one is made, that one is counted.
    long steps() {
      return steps;
    }

    /// What is remembered under this name, at first the same number everywhere.
    Tensor memory(String name, double start) {
      return memory.computeIfAbsent(
          name, _ -> Tensor.full(start, var.shape(), wide(var.dtype()), var.device()));
    }

    void setMemory(String name, Tensor value) {
      memory.put(name, value);
    }

    /// What a rule remembers now; what other settings had it remember is forgotten.
    private Tensor[] memories(List<String> names, double start) {
      memory.keySet().retainAll(names);
      return names.stream().map(n -> memory(n, start)).toArray(Tensor[]::new);
    }
  }

  /// What a step does to one variable.
  interface Change {
    /// Changes the variable and what is remembered of it.
    void apply(Slot slot, Tensor gradient);
  }

  /// The rule of the step of one variable.
  interface Rule {
    /// The rule for this variable, whose count has this step in it.
    OptimizerStep of(Slot slot);
  }

  private final String operation;
  private final List<Slot> slots = new ArrayList<>();

  /// Variables of integers are left out.
  ///
  /// @throws CandleException if a variable is there twice
  Slots(String operation, List<Var> vars) {
    this.operation = operation;
    vars.forEach(this::add);
  }

  void add(Var var) {
    for (int i = 0; i < slots.size(); i++) {
      if (slots.get(i).var.id().equals(var.id())) {
        throw CandleException.withHint(
            Kind.ARGUMENT,
            operation,
            operation + ": variable " + i + ", of shape " + var.shape() + ", is there twice",
            "it would make two steps at once; give each variable once");
      }
    }
    if (var.dtype().isFloat()) {
      slots.add(new Slot(var));
    }
  }

  List<Var> vars() {
    return slots.stream().map(Slot::var).toList();
  }

  /// One step of every variable that has a gradient.
  void step(GradStore grads, Change change) {
    for (Slot slot : slots) {
      grads
          .get(slot.var)
          .ifPresent(gradient -> {
            slot.steps++;
            try {
              change.apply(slot, gradient);
            } catch (CandleException e) {
              slot.steps--;
              throw e;
            }
          });
    }
  }

  /// One step of every variable that has a gradient, by a rule of core.
  ///
  /// @param names the names of what the rule remembers
  /// @param start what it starts as
  void step(GradStore grads, List<String> names, double start, Rule rule) {
    step(
        grads,
        (slot, gradient) ->
            Fused.optimizerStep(rule.of(slot), slot.var, gradient, slot.memories(names, start)));
  }

  /// See [Optimizer#state]. It has what the settings of now have it remember, so that [#setState] takes it.
  ///
  /// @param names what is remembered of each variable
  /// @param start what it starts as
  Map<String, Tensor> state(double lr, List<String> names, double start) {
    Map<String, Tensor> state = new LinkedHashMap<>();
    state.put(LR, Tensor.of(lr, Device.CPU));
    state.put(VARIABLES, Tensor.of((long) slots.size(), Device.CPU));
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.steps > 0) {
        String place = i + ".";
        state.put(place + STEP, Tensor.of(slot.steps, Device.CPU));
        names.forEach(name -> state.put(place + name, slot.memory(name, start).copy()));
      }
    }
    return state;
  }

  /// Takes over a state and returns its learning rate.
  ///
  /// @param names what is remembered of each variable
  double setState(Map<String, Tensor> state, List<String> names) {
    Set<String> known = new HashSet<>(Set.of(LR, VARIABLES));
    double lr =
        OptimizerInputs.rate(operation, entry(state, LR, Shape.of(), DType.F64).toScalarF64());
    long variables = entry(state, VARIABLES, Shape.of(), DType.I64).toScalarI64();
    if (variables != slots.size()) {
      throw refused(
          "the state is of " + variables + " variables, the optimizer has " + slots.size());
    }
    List<Slot> next = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      next.add(slot(state, i, names, known));
    }
    for (String name : state.keySet()) {
      if (!known.contains(name)) {
        throw refused("entry " + name + " of the state belongs to nothing here");
      }
    }
    slots.clear();
    slots.addAll(next);
    return lr;
  }

  private Slot slot(Map<String, Tensor> state, int i, List<String> names, Set<String> known) {
    Slot slot = new Slot(slots.get(i).var);
    String place = i + ".";
    if (!state.containsKey(place + STEP)) {
      return slot;
    }
    known.add(place + STEP);
    slot.steps = entry(state, place + STEP, Shape.of(), DType.I64).toScalarI64();
    if (slot.steps < 1) {
      throw refused("entry " + place + STEP + " of the state must be 1 or more, got " + slot.steps);
    }
    for (String name : names) {
      known.add(place + name);
      Tensor value = entry(state, place + name, slot.var.shape(), wide(slot.var.dtype()));
      slot.memory.put(name, value.detach().copy());
    }
    return slot;
  }

  private Tensor entry(Map<String, Tensor> state, String name, Shape shape, DType dtype) {
    Tensor value = state.get(name);
    if (value == null) {
      throw refused("entry " + name + " is missing in the state");
    }
    if (!value.shape().equals(shape) || value.dtype() != dtype) {
      throw refused(
          "entry "
              + name
              + " of the state is "
              + value.shape()
              + " "
              + value.dtype()
              + ", expected "
              + shape
              + " "
              + dtype);
    }
    return value;
  }

  private CandleException refused(String what) {
    return CandleException.withHint(
        Kind.NAME,
        operation,
        operation + ": " + what,
        "a state fits an optimizer of the same kind, settings and variables in the same order");
  }

  /// What is remembered of small floats is kept in F32: squares of small gradients are 0 in F16.
  private static DType wide(DType dtype) {
    return dtype == DType.F64 ? DType.F64 : DType.F32;
  }
}
