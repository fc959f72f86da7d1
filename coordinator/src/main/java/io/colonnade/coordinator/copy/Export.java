package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.ResultStream;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.exec.exchange.ClientOutput;
import io.colonnade.planner.statement.OutputColumn;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The rows of a COPY TO in the format of its file.
///
/// ```text
/// pool threads: output() makes pieces of pages -> stream -> the client's thread: begin, write .. write, end
/// ```
public sealed interface Export<F> permits TextExport, ParquetExport {
    /// *Errors*: DUPLICATE_COLUMN where a format needs names to differ.
    static Export<?> of(FileOptions options, List<OutputColumn> columns) {
        List<String> names = columns.stream().map(OutputColumn::name).toList();
        return switch (options.format()) {
            case CSV -> TextExport.csv(options, names);
            case JSON -> {
                requireDistinct(names);
                yield TextExport.json(names);
            }
            case PARQUET -> {
                requireDistinct(names);
                yield new ParquetExport(columns);
            }
        };
    }

    private static void requireDistinct(List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_COLUMN,
                        "two columns of the rows have the name \"" + name + "\"",
                        null,
                        "give them different names with AS",
                        null);
            }
        }
    }

    /// Makes pieces of the file of pages and puts them into the stream.
    ClientOutput output(ResultStream<F> stream);

    /// Writes what comes before the rows.
    void begin(ExportFile file);

    void write(ExportFile file, F piece);

    /// Writes what comes after the rows.
    void end(ExportFile file);

    /// Rows so far.
    long rows();
}
