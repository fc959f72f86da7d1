package io.colonnade.benchmarks.figures;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that one run of a benchmark found, as it lies in a file.
///
/// ```text
/// {"name": "ssb scale 10 sorted", "facts": {"commit": ..}, "figures": [{"setting": .., "item": "q1.1", ..}, ..]}
/// ```
///
/// @param name of the benchmark with its size
/// @param facts of the machine, the programs and the options
/// @param figures in the order in which they were found
public record Findings(String name, Map<String, String> facts, List<Figure> figures) {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    public Findings {
        facts = new TreeMap<>(facts);
        figures = List.copyOf(figures);
    }

    /// The first figure of that kind.
    public OptionalDouble value(String setting, String item, String engine, String metric) {
        return figures.stream()
                .filter(figure -> figure.setting().equals(setting)
                        && figure.item().equals(item)
                        && figure.engine().equals(engine)
                        && figure.metric().equals(metric))
                .mapToDouble(Figure::value)
                .findFirst();
    }

    /// The settings that occur, in their order.
    public List<String> settings() {
        return figures.stream()
                .map(Figure::setting)
                .filter(setting -> !setting.isEmpty())
                .distinct()
                .toList();
    }

    /// The items that have a metric under a setting, in their order.
    public List<String> items(String setting, String metric) {
        return figures.stream()
                .filter(figure ->
                        figure.setting().equals(setting) && figure.metric().equals(metric))
                .map(Figure::item)
                .distinct()
                .toList();
    }

    /// Writes a `.csv` with a line for each figure, or else JSON with the facts.
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        if (file.toString().endsWith(".csv")) {
            Files.writeString(
                    file,
                    figures.stream()
                            .map(figure -> String.join(
                                    ",",
                                    quoted(name),
                                    quoted(figure.setting()),
                                    quoted(figure.item()),
                                    quoted(figure.engine()),
                                    quoted(figure.metric()),
                                    Double.toString(figure.value())))
                            .collect(Collectors.joining("\n", "benchmark,setting,item,engine,metric,value\n", "\n")));
        } else {
            MAPPER.writeValue(file.toFile(), this);
        }
    }

    /// Writes JSON into a folder, where the name tells the file.
    public void writeInto(Path folder) throws IOException {
        write(folder.resolve(name.replace(' ', '-') + ".json"));
    }

    /// All of a folder by their names.
    public static Map<String, Findings> readAll(Path folder) throws IOException {
        Map<String, Findings> all = new TreeMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(f -> f.toString().endsWith(".json")).toList()) {
                    Findings findings = read(file);
                    all.put(findings.name(), findings);
                }
            }
        }
        return all;
    }

    public static Findings read(Path file) throws IOException {
        return MAPPER.readValue(file.toFile(), Findings.class);
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
