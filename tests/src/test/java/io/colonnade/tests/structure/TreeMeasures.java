package io.colonnade.tests.structure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the source tree measures: sizes of files and functions, share of comments, circles of imports.
///
/// `-p95` is the value that 95 of 100 stay below. `filesPerPackage` counts package-info.java too.
record TreeMeasures(
        int files,
        int fileMedian,
        int fileP95,
        int functionMedian,
        int functionP95,
        int functionMax,
        double commentPercent,
        int largestCycle,
        int filesPerPackageMax) {
    private static final double P95 = 0.95;

    static TreeMeasures of(List<SourceFile> sources) {
        List<Integer> fileLines =
                sources.stream().map(SourceFile::lines).sorted().toList();
        List<Integer> functionLines = sources.stream()
                .flatMap(source -> source.functionLines().stream())
                .sorted()
                .toList();
        double comments = sources.stream().mapToInt(SourceFile::commentLines).sum();
        double code = sources.stream().mapToInt(SourceFile::codeLines).sum();
        return new TreeMeasures(
                sources.size(),
                at(fileLines, 0.5),
                at(fileLines, P95),
                at(functionLines, 0.5),
                at(functionLines, P95),
                functionLines.getLast(),
                100 * comments / (comments + code),
                cycles(sources).stream().mapToInt(Set::size).max().orElse(1),
                Collections.max(filesPerPackage(sources).values()));
    }

    private static int at(List<Integer> sorted, double share) {
        return sorted.get((int) (sorted.size() * share));
    }

    static Map<String, Integer> filesPerPackage(List<SourceFile> sources) {
        Map<String, Integer> counts = new TreeMap<>();
        sources.forEach(source -> counts.merge(source.packageName(), 1, Integer::sum));
        return counts;
    }

    /// The groups of packages, of the whole project, that import one another in a circle.
    static List<Set<String>> cycles(List<SourceFile> sources) {
        Map<String, Set<String>> imports = new TreeMap<>();
        sources.forEach(source -> imports.computeIfAbsent(source.packageName(), name -> new TreeSet<>()));
        for (SourceFile source : sources) {
            for (String imported : source.imports()) {
                String target = packageOf(imported, imports.keySet());
                if (!target.isEmpty() && !target.equals(source.packageName())) {
                    imports.get(source.packageName()).add(target);
                }
            }
        }
        Map<String, Set<String>> reached = new HashMap<>();
        imports.keySet().forEach(name -> reached.put(name, reachable(name, imports)));
        Collection<Set<String>> cycles = new HashSet<>();
        for (String name : imports.keySet()) {
            Set<String> circle = new TreeSet<>(reached.get(name));
            circle.removeIf(other -> !reached.get(other).contains(name));
            if (circle.size() > 1) {
                cycles.add(circle);
            }
        }
        return new ArrayList<>(cycles);
    }

    /// The longest prefix of an imported name that is a package of the project; empty if none is.
    private static String packageOf(String imported, Set<String> packages) {
        String name = imported;
        while (!name.isEmpty() && !packages.contains(name)) {
            name = name.contains(".") ? name.substring(0, name.lastIndexOf('.')) : "";
        }
        return name;
    }

    private static Set<String> reachable(String from, Map<String, Set<String>> imports) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(imports.get(from));
        while (!next.isEmpty()) {
            String name = next.pop();
            if (reached.add(name)) {
                next.addAll(imports.get(name));
            }
        }
        return reached;
    }
}
