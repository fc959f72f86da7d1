package io.colonnade.storage.dictionary;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Strings by their codes.
public interface Strings {
    int size();

    long first(int code);

    long second(int code);

    List<MemorySegment> heap();

    /// The strings of a plain column.
    static Strings of(Column.Plain column) {
        return new Strings() {
            @Override
            public int size() {
                return column.length();
            }

            @Override
            public long first(int code) {
                return column.values().get(Lanes.LONG, code * 16L);
            }

            @Override
            public long second(int code) {
                return column.values().get(Lanes.LONG, code * 16L + 8);
            }

            @Override
            public List<MemorySegment> heap() {
                return column.heap();
            }
        };
    }
}
