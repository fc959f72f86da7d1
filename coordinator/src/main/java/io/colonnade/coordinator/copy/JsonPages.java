package io.colonnade.coordinator.copy;

import io.colonnade.coordinator.result.PageEncoder;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Rows as JSON lines, an object each with all columns.
///
/// Numbers and booleans are JSON's own; texts, dates and times are strings, and so are the numbers that JSON
/// does not have: NaN and the infinities.
final class JsonPages implements PageEncoder {
    private static final int BYTES_A_FIELD = 24;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final List<byte[]> names;

    JsonPages(List<String> names) {
        this.names = names.stream().map(JsonPages::name).toList();
    }

    private static byte[] name(String name) {
        ByteText text = new ByteText(32);
        quote(text, MemorySegment.ofArray(name.getBytes(StandardCharsets.UTF_8)));
        text.put(':');
        return text.toBytes();
    }

    @Override
    public byte[] encode(List<Type> types, Page page, SegmentAllocator allocator) {
        int rows = page.rows();
        int count = types.size();
        Column.Plain[] columns = new Column.Plain[count];
        for (int i = 0; i < count; i++) {
            columns[i] = Flatten.plain(page.column(i), page.selection(), allocator);
        }
        ByteText text = new ByteText(Math.max(64, rows * count * BYTES_A_FIELD));
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count; i++) {
                text.put(i == 0 ? '{' : ',');
                text.put(names.get(i));
                value(text, types.get(i), columns[i], row);
            }
            text.put('}');
            text.put('\n');
        }
        return text.toBytes();
    }

    private static void value(ByteText text, Type type, Column.Plain column, int row) {
        if (column.isNull(row)) {
            text.put("null");
        } else if (type.isString()) {
            quote(text, Lanes.viewBytes(column.values(), column.heap(), row));
        } else if (!type.isNumeric() && !(type instanceof Type.BooleanType) || isNoNumber(type, column, row)) {
            text.put('"');
            ValueText.append(text, type, column, row);
            text.put('"');
        } else {
            ValueText.append(text, type, column, row);
        }
    }

    private static boolean isNoNumber(Type type, Column.Plain column, int row) {
        return type.isFloating() && !Double.isFinite(Double.longBitsToDouble(Lanes.int64(column.values(), row)));
    }

    private static void quote(ByteText text, MemorySegment bytes) {
        text.put('"');
        for (long i = 0; i < bytes.byteSize(); i++) {
            byte b = bytes.get(Lanes.BYTE, i);
            if (b == '"' || b == '\\') {
                text.put('\\');
                text.put(b);
            } else if (b >= 0 && b < ' ') {
                text.put("\\u00");
                text.put(HEX[b >> 4]);
                text.put(HEX[b & 15]);
            } else {
                text.put(b);
            }
        }
        text.put('"');
    }
}
