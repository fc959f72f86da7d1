package io.colonnade.benchmarks.worker;

import java.nio.file.Path;
import java.util.List;

/// How an engine is opened.
///
/// @param folder where the files of all engines lie
/// @param nodes of Colonnade
/// @param threads of each query
/// @param memory its limit such as `2GiB`, `tenth`, or empty for the engine's default
/// @param heapMiB of the process; 0: as this one
public record EngineSetting(Path folder, int nodes, int threads, String memory, int heapMiB) {
    List<String> arguments() {
        return List.of(folder.toString(), Integer.toString(nodes), Integer.toString(threads), memory);
    }

    static EngineSetting of(List<String> arguments) {
        return new EngineSetting(
                Path.of(arguments.get(0)),
                Integer.parseInt(arguments.get(1)),
                Integer.parseInt(arguments.get(2)),
                arguments.get(3),
                0);
    }
}
