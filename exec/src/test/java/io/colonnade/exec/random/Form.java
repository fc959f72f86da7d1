package io.colonnade.exec.random;

import io.colonnade.core.page.Column;
import io.colonnade.core.type.Type;
import java.util.Arrays;
import java.util.List;

/// The forms of a column, each width of codes and offsets for itself.
public enum Form {
    PLAIN(0),
    CONSTANT(0),
    NARROW_1(1),
    NARROW_2(2),
    NARROW_4(4),
    DICTIONARY_1(1),
    DICTIONARY_2(2),
    DICTIONARY_4(4),
    RUNS(0);

    private static final List<Form> OF_ALL_TYPES =
            Arrays.stream(values()).filter(form -> !form.isNarrow()).toList();
    private static final List<Form> OF_INTEGERS = List.of(values());

    private final int width;

    Form(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    boolean isNarrow() {
        return this == NARROW_1 || this == NARROW_2 || this == NARROW_4;
    }

    boolean isDictionary() {
        return this == DICTIONARY_1 || this == DICTIONARY_2 || this == DICTIONARY_4;
    }

    /// The most that an offset or code can be.
    long widest() {
        return (1L << 8 * width) - 1;
    }

    static List<Form> of(Type type) {
        return type.layout().isInteger() ? OF_INTEGERS : OF_ALL_TYPES;
    }

    public static Form of(Column column) {
        return switch (column) {
            case Column.Plain c -> PLAIN;
            case Column.Constant c -> CONSTANT;
            case Column.Narrow c -> c.width() == 1 ? NARROW_1 : c.width() == 2 ? NARROW_2 : NARROW_4;
            case Column.Dictionaried c -> c.width() == 1 ? DICTIONARY_1 : c.width() == 2 ? DICTIONARY_2 : DICTIONARY_4;
            case Column.Runs c -> RUNS;
        };
    }
}
