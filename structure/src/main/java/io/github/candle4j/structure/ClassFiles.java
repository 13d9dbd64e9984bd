package io.github.candle4j.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.StringEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What compiled classes name, and how long their methods are.
final class ClassFiles {
  private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

  private ClassFiles() {}

  /// @param name with dots, nested classes as `Outer$Inner`
  /// @param used every class that the constant pool names, in calls, fields, signatures and annotations
  /// @param strings the string constants
  record Contents(String name, Set<String> used, Set<String> strings) {}

  static List<Contents> contents(List<Path> files) {
    return files.stream()
        .map(ClassFiles::parse)
        .filter(c -> !c.isModuleInfo())
        .map(ClassFiles::contents)
        .toList();
  }

  /// One line per method whose bytecode is longer than `limit` bytes.
  static List<String> longMethods(List<Path> files, int limit) {
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      ClassModel type = parse(file);
      for (MethodModel method : type.methods()) {
        int length =
            method.findAttribute(Attributes.code()).map(code -> code.codeLength()).orElse(0);
        if (length > limit) {
          String name = type.thisClass().asInternalName() + "." + method.methodName().stringValue();
          found.add(name + " has " + length + " bytes of bytecode, at most " + limit);
        }
      }
    }
    return found;
  }

  private static Contents contents(ClassModel type) {
    Set<String> used = new TreeSet<>();
    Set<String> strings = new TreeSet<>();
    for (PoolEntry entry : type.constantPool()) {
      switch (entry) {
        case ClassEntry named -> addTypes(used, named.asInternalName());
        case StringEntry text -> strings.add(text.stringValue());
        case Utf8Entry text -> addDescribed(used, text.stringValue());
        default -> {}
      }
    }
    return new Contents(dotted(type.thisClass().asInternalName()), used, strings);
  }

  /// A class entry holds a name, or the descriptor of an array.
  private static void addTypes(Set<String> used, String name) {
    if (name.startsWith("[")) {
      addDescribed(used, name);
    } else {
      used.add(dotted(name));
    }
  }

  private static void addDescribed(Set<String> used, String descriptor) {
    Matcher matcher = TYPE_IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      used.add(dotted(matcher.group(1)));
    }
  }

  private static String dotted(String internalName) {
    return internalName.replace('/', '.');
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
