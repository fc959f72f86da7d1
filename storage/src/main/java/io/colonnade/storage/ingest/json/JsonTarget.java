package io.colonnade.storage.ingest.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.storage.ingest.csv.CsvRowSource;
import io.colonnade.storage.ingest.csv.layout.CsvDialect;
import io.colonnade.storage.ingest.csv.value.FieldParser;
import io.colonnade.storage.ingest.text.DatumText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the chunks of all files of a COPY have in common. `positions` finds a column by its name in lower case;
/// `defaults` are the texts of the values of columns that a row does not mention, NULL without one.
record JsonTarget(
        String tableName,
        List<FieldParser> parsers,
        Map<String, Integer> positions,
        Map<Integer, byte[]> defaults,
        boolean ignoreUnknown) {
    /// How the fields of a row are written down for the parsers of CSV: empty and unmarked is NULL.
    static final CsvDialect FIELDS = new CsvDialect((byte) ',', '"', new byte[0], false);

    static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(CsvRowSource.ROW_BYTES_MAX)
                    .build())
            .build();

    static JsonTarget of(FileScanNode scan) {
        Map<String, Integer> positions = new HashMap<>();
        Map<Integer, byte[]> defaults = new HashMap<>();
        for (int i = 0; i < scan.columns().size(); i++) {
            ColumnDefinition column = scan.columns().get(i);
            positions.put(column.name().toLowerCase(Locale.ROOT), i);
            if (column.byDefault() instanceof ColumnDefault.Constant constant
                    && !constant.value().isNull()) {
                defaults.put(i, DatumText.of(constant.value(), column.type()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return new JsonTarget(
                scan.tableName(),
                FieldParser.of(scan),
                Map.copyOf(positions),
                Map.copyOf(defaults),
                scan.options().ignoreUnknown());
    }

    FieldParser parser(int column) {
        return parsers.get(column);
    }
}
