package io.colonnade.storage.ingest.sniff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.type.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The fields of JSON lines: in the order in which they come first, of the type that all their values have.
final class JsonSchema {
    private static final int ROWS_MAX = 10_000;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, SniffedColumn> columns = new LinkedHashMap<>();

    /// Looks at more lines. One that cannot be read is left to the reader, which tells where it stands.
    void see(String sample, boolean whole) {
        List<String> lines = sample.lines().limit(ROWS_MAX).toList();
        int count = whole || sample.endsWith("\n") ? lines.size() : lines.size() - 1;
        for (String line : lines.subList(0, Math.max(0, count))) {
            try (JsonParser parser = FACTORY.createParser(line)) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    object(parser);
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private void object(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            String key = name.toLowerCase(Locale.ROOT);
            names.putIfAbsent(key, name);
            SniffedColumn column = columns.computeIfAbsent(key, k -> new SniffedColumn());
            switch (parser.nextToken()) {
                case VALUE_NULL -> {}
                case VALUE_TRUE, VALUE_FALSE -> column.see(Type.BOOLEAN);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> column.see(parser.getText());
                case VALUE_STRING -> {
                    Type type = SniffedColumn.of(parser.getText());
                    boolean isTime = type.equals(Type.DATE) || type.equals(Type.TIMESTAMP);
                    column.see(isTime ? type : Type.VARCHAR);
                }
                default -> {
                    parser.skipChildren();
                    column.see(Type.VARCHAR);
                }
            }
        }
    }

    List<ColumnDefinition> columns() {
        List<ColumnDefinition> all = new ArrayList<>();
        columns.forEach((key, column) ->
                all.add(new ColumnDefinition(all.size() + 1, names.getOrDefault(key, key), column.type(), true)));
        return all;
    }
}
