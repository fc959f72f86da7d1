package io.colonnade.storage.ingest.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Lanes;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads objects and writes their values down as text, in the order of the columns.
///
/// ```text
/// {"b": "x\ty", "a": 1}   ->   text  .. x y 1      index  a -> [1]  b -> [x y]
/// ```
///
/// The text of a value is never longer than it was in the file, so one piece of memory takes a whole chunk.
final class JsonFields {
    private static final int UNKNOWN = -1;
    /// Names that were met are remembered, so many at most.
    private static final int NAMES_MAX = 4096;
    /// Readers look at whole words.
    private static final int SLACK_BYTES = 128;
    private static final byte[] TRUE = {'t'};
    private static final byte[] FALSE = {'f'};

    private final JsonTarget target;
    private final byte[] bytes;
    private final MemorySegment text;
    private final FieldIndex index;
    private final int[] defaultStarts;
    private final int[] defaultEnds;
    private final boolean[] hasDefault;
    private final Map<String, Integer> names = new HashMap<>();
    /// The row that mentioned a column last, counted from 1.
    private final long[] mentioned;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] texts;
    private long rowNumber;
    private int used;

    /// What is wrong with a line.
    record Problem(
            ErrorCode code,
            @Nullable String column,
            String problem,
            @Nullable String hint) {}

    /// Reads lines of `bytes`, all of them once at most.
    JsonFields(JsonTarget target, Scratch scratch, byte[] bytes) {
        this.target = target;
        this.bytes = bytes;
        int columns = target.parsers().size();
        long defaultBytes = 0;
        for (byte[] value : target.defaults().values()) {
            defaultBytes += value.length;
        }
        this.text = scratch.allocate(bytes.length + defaultBytes + SLACK_BYTES);
        this.index = new FieldIndex(text, columns, JsonTarget.FIELDS);
        this.mentioned = new long[columns];
        this.starts = new int[columns];
        this.ends = new int[columns];
        this.texts = new boolean[columns];
        this.defaultStarts = new int[columns];
        this.defaultEnds = new int[columns];
        this.hasDefault = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            byte[] value = target.defaults().get(i);
            defaultStarts[i] = used;
            if (value != null) {
                put(value, 0, value.length);
            }
            defaultEnds[i] = used;
            hasDefault[i] = value != null;
        }
        clear();
    }

    MemorySegment text() {
        return text;
    }

    FieldIndex index() {
        return index;
    }

    int rows() {
        return index.rows;
    }

    /// Begins with new rows; the text of the old ones stays.
    void clear() {
        index.clear();
    }

    /// Adds the object of a line, or says what is wrong with it.
    @Nullable
    Problem add(int offset, int length) {
        rowNumber++;
        int usedBefore = used;
        Problem problem;
        try (JsonParser parser = JsonTarget.FACTORY.createParser(bytes, offset, length)) {
            problem = read(parser, offset);
        } catch (JsonProcessingException e) {
            long place = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            problem = bad("is not JSON at character " + place + ": " + reason(e));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
        if (problem != null) {
            used = usedBefore;
            return problem;
        }
        int first = index.rows * index.columns;
        for (int i = 0; i < index.columns; i++) {
            if (mentioned[i] == rowNumber) {
                index.put(first + i, starts[i], ends[i], texts[i]);
            } else {
                index.put(first + i, defaultStarts[i], defaultEnds[i], hasDefault[i]);
            }
        }
        index.rows++;
        return null;
    }

    private @Nullable Problem read(JsonParser parser, int offset) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            String advice = parser.currentToken() == JsonToken.START_ARRAY
                    ? "an array is to be cut into its objects, for example with jq -c '.[]'"
                    : "FORMAT JSON reads one object a line";
            return new Problem(ErrorCode.BAD_COPY_DATA, null, "the line is not a JSON object", advice);
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            int column = column(name);
            JsonToken token = parser.nextToken();
            if (column == UNKNOWN) {
                if (!target.ignoreUnknown()) {
                    return unknown(name);
                }
                parser.skipChildren();
                continue;
            }
            if (mentioned[column] == rowNumber) {
                return new Problem(ErrorCode.BAD_COPY_DATA, columnName(column), "the field is given twice", null);
            }
            mentioned[column] = rowNumber;
            Problem problem = value(parser, token, column, offset);
            if (problem != null) {
                return problem;
            }
        }
        return parser.nextToken() == null ? null : bad("has more than one JSON value");
    }

    private @Nullable Problem value(JsonParser parser, JsonToken token, int column, int offset) throws IOException {
        starts[column] = used;
        texts[column] = token != JsonToken.VALUE_NULL;
        switch (token) {
            case VALUE_NULL -> {}
            case VALUE_TRUE, VALUE_FALSE -> putBoolean(token == JsonToken.VALUE_TRUE, column);
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                if (!putText(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength())) {
                    return new Problem(
                            ErrorCode.INVALID_UTF8, columnName(column), "the text has half of a surrogate pair", null);
                }
            }
            case START_OBJECT, START_ARRAY -> {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int end = (int) parser.currentLocation().getByteOffset();
                if (!target.parser(column).column.type().isString()) {
                    String kind = token == JsonToken.START_OBJECT ? "an object" : "an array";
                    String type = target.parser(column).column.type().sql();
                    return new Problem(
                            ErrorCode.INVALID_TEXT, columnName(column), "the value is " + kind + ", not " + type, null);
                }
                put(bytes, offset + start, end - start);
            }
            default -> throw new IllegalStateException("no value begins with " + token);
        }
        ends[column] = used;
        return null;
    }

    private void putBoolean(boolean value, int column) {
        if (target.parser(column).column.type().isString()) {
            byte[] word = (value ? "true" : "false").getBytes(StandardCharsets.US_ASCII);
            put(word, 0, word.length);
        } else {
            put(value ? TRUE : FALSE, 0, 1);
        }
    }

    private void put(byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, text, Lanes.BYTE, used, length);
        used += length;
    }

    /// Writes UTF-8; false if a surrogate stands alone.
    private boolean putText(char[] characters, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            char c = characters[i];
            if (c >= 0x80) {
                return putWide(new String(characters, offset, length), i - offset);
            }
            text.set(Lanes.BYTE, used + i - offset, (byte) c);
        }
        used += length;
        return true;
    }

    private boolean putWide(String value, int firstWide) {
        for (int i = firstWide; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        put(encoded, 0, encoded.length);
        return true;
    }

    private int column(String name) {
        Integer known = names.get(name);
        if (known != null) {
            return known;
        }
        int column = target.positions().getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
        if (names.size() < NAMES_MAX) {
            names.put(name, column);
        }
        return column;
    }

    private String columnName(int column) {
        return target.parser(column).column.name();
    }

    private Problem unknown(String name) {
        String columns = String.join(
                ", ",
                target.parsers().stream().map(parser -> parser.column.name()).toList());
        return new Problem(
                ErrorCode.UNKNOWN_COLUMN,
                null,
                "the field \"" + JsonChunk.shortened(name) + "\" is no column to be loaded",
                "these are: " + JsonChunk.shortened(columns) + "; IGNORE_UNKNOWN leaves other fields out");
    }

    private static Problem bad(String problem) {
        return new Problem(ErrorCode.BAD_COPY_DATA, null, "the line " + problem, "FORMAT JSON reads one object a line");
    }

    /// Jackson's words up to where it speaks of its source.
    private static String reason(JsonProcessingException e) {
        String message = String.valueOf(e.getOriginalMessage());
        int end = message.length();
        for (String tail : new String[] {" (start marker", " at [Source", " (for Object", " (for Array", "\n"}) {
            int at = message.indexOf(tail);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return message.substring(0, end);
    }
}
