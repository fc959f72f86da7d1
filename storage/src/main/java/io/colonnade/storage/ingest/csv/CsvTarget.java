package io.colonnade.storage.ingest.csv;

import io.colonnade.core.plan.FileScanNode;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import io.colonnade.storage.ingest.csv.value.FieldParser;
import java.util.List;

/// What the chunks of all files of a COPY have in common.
record CsvTarget(String tableName, CsvDialect dialect, List<FieldParser> parsers) {
    static CsvTarget of(FileScanNode scan) {
        return new CsvTarget(scan.tableName(), CsvDialect.of(scan.options()), FieldParser.of(scan));
    }

    int columnCount() {
        return parsers.size();
    }
}
