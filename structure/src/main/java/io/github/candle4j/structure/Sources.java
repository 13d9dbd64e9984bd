package io.github.candle4j.structure;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The types and methods that stand in Java files, parsed and not compiled.
record Sources(List<Type> types, List<Method> methods) {
  /// @param documented whether a doc comment stands before it
  /// @param published whether users can see it: public or protected, or a member of an interface
  record Type(Path file, String packageName, String name, boolean documented, boolean published) {}

  /// @param name `Type.method`, `Type.new` for a constructor
  /// @param lines from the first annotation or modifier to the closing brace
  /// @param header whether the parameters are the components of a record
  record Method(
      Path file,
      String packageName,
      String name,
      int lines,
      int parameters,
      boolean header,
      boolean documented,
      boolean published) {}

  static Sources parse(List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Sources sources = new Sources(new ArrayList<>(), new ArrayList<>());
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-proc:none", "-Xlint:none");
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(unit, trees, sources).scan(new TreePath(unit), null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }

  /// Walks one file; `owner` is the type whose members are being read.
  private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final DocTrees trees;
    private final Sources sources;
    private final Path file;
    private final String packageName;
    private @Nullable ClassTree owner;

    Scanner(CompilationUnitTree unit, DocTrees trees, Sources sources) {
      this.unit = unit;
      this.trees = trees;
      this.sources = sources;
      this.file = Path.of(unit.getSourceFile().toUri());
      this.packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void nothing) {
      String name = type.getSimpleName().toString();
      if (!name.isEmpty()) {
        boolean published = isPublished(type.getModifiers().getFlags());
        sources.types().add(new Type(file, packageName, name, isDocumented(), published));
      }
      ClassTree outer = owner;
      owner = type;
      super.visitClass(type, null);
      owner = outer;
      return null;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      ClassTree type = Objects.requireNonNull(owner, "a method stands in a type");
      boolean constructor = method.getReturnType() == null;
      String name = type.getSimpleName() + "." + (constructor ? "new" : method.getName());
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      sources
          .methods()
          .add(
              new Method(
                  file,
                  packageName,
                  name,
                  lines(method),
                  method.getParameters().size(),
                  constructor && type.getKind() == Tree.Kind.RECORD,
                  isDocumented() || overrides,
                  isPublished(method.getModifiers().getFlags())));
      return super.visitMethod(method, null);
    }

    private boolean isDocumented() {
      return trees.getDocCommentTree(getCurrentPath()) != null;
    }

    private boolean isPublished(Set<Modifier> flags) {
      boolean member = owner != null && owner.getKind() == Tree.Kind.INTERFACE;
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (member && !flags.contains(Modifier.PRIVATE));
    }

    private int lines(Tree tree) {
      var positions = trees.getSourcePositions();
      var map = unit.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(unit, tree));
      return (int) (map.getLineNumber(positions.getEndPosition(unit, tree) - 1) - first + 1);
    }
  }
}
