package io.colonnade.tests.structure;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// One hand-written source file as the compiler's parser sees it: its package, imports, types and methods.
///
/// `functionLines` are from the first line of a method's signature to its closing brace, for methods with a body.
/// `commentLines` hold nothing but a comment; blank lines count for neither those nor `codeLines`.
record SourceFile(
        Path path,
        String packageName,
        Set<String> imports,
        List<PublicType> publicTypes,
        List<Integer> functionLines,
        int lines,
        int codeLines,
        int commentLines) {
    /// A type that all may use, nested ones and members of interfaces included, and whether `///` stands directly above
    /// it.
    record PublicType(String name, boolean isDocumented) {}

    /// All Java files below `src/main/java` of the modules at `root`.
    static List<SourceFile> below(Path root) throws IOException {
        List<Path> paths;
        try (Stream<Path> files = Files.walk(root)) {
            paths = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            Trees trees = Trees.instance(task);
            List<SourceFile> sources = new ArrayList<>();
            for (CompilationUnitTree unit : task.parse()) {
                sources.add(read(unit, trees));
            }
            return sources;
        }
    }

    private static SourceFile read(CompilationUnitTree unit, Trees trees) {
        Path path = Path.of(unit.getSourceFile().toUri());
        List<String> lines;
        try {
            lines = Files.readAllLines(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Scan scan = new Scan(unit, trees, lines);
        scan.scan(unit, null);
        Set<String> imports = new TreeSet<>();
        for (ImportTree imported : unit.getImports()) {
            imports.add(imported.getQualifiedIdentifier().toString());
        }
        int comments = (int) lines.stream().filter(SourceFile::isComment).count();
        int blank = (int) lines.stream().filter(String::isBlank).count();
        return new SourceFile(
                path,
                unit.getPackageName().toString(),
                imports,
                scan.publicTypes,
                scan.functionLines,
                lines.size(),
                lines.size() - comments - blank,
                comments);
    }

    private static boolean isComment(String line) {
        String text = line.strip();
        return text.startsWith("//") || text.startsWith("/*") || text.startsWith("*");
    }

    /// Collects types and methods.
    private static final class Scan extends TreeScanner<Void, @Nullable ClassTree> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> lines;
        final List<PublicType> publicTypes = new ArrayList<>();
        final List<Integer> functionLines = new ArrayList<>();
        private boolean isPublic;

        Scan(CompilationUnitTree unit, Trees trees, List<String> lines) {
            this.unit = unit;
            this.trees = trees;
            this.lines = lines;
        }

        private int line(long position) {
            return (int) unit.getLineMap().getLineNumber(position);
        }

        private int firstLine(Tree tree) {
            return line(trees.getSourcePositions().getStartPosition(unit, tree));
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, @Nullable ClassTree outer) {
            boolean outerIsPublic = isPublic;
            boolean isMember = outer != null && outer.getKind() == Tree.Kind.INTERFACE;
            isPublic = (outer == null || outerIsPublic)
                    && (type.getModifiers().getFlags().contains(Modifier.PUBLIC) || isMember)
                    && !type.getSimpleName().isEmpty();
            if (isPublic) {
                int above = firstLine(type) - 2;
                publicTypes.add(new PublicType(
                        type.getSimpleName().toString(),
                        above >= 0 && lines.get(above).strip().startsWith("///")));
            }
            super.visitClass(type, type);
            isPublic = outerIsPublic;
            return null;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable ClassTree outer) {
            // Constructors that the compiler adds have no place in the text.
            long end = trees.getSourcePositions().getEndPosition(unit, method);
            if (method.getBody() != null && end >= 0) {
                functionLines.add(line(end) - firstLine(method) + 1);
            }
            return super.visitMethod(method, outer);
        }
    }
}
