package io.colonnade.exec.operator.group;

import io.colonnade.core.page.Column;
import io.colonnade.exec.operator.state.StringTable;
import java.util.Arrays;

/// What the numbers that strings have in one table are in another: found out string by string, when one is needed.
///
/// *Thread safety*: one thread.
public final class StringTranslation {
    private final StringTable from;
    private final int[] numbers;

    public StringTranslation(StringTable from) {
        this.from = from;
        this.numbers = new int[from.size()];
        Arrays.fill(numbers, -1);
    }

    /// Replaces the numbers of values that are not NULL by those in `to`, which takes strings it has not yet.
    public void apply(long[] words, long[] nullMasks, long nullBit, int count, StringTable to) {
        Column.Plain values = from.column();
        for (int i = 0; i < count; i++) {
            if ((nullMasks[i] & nullBit) == 0) {
                int number = (int) words[i];
                if (numbers[number] < 0) {
                    numbers[number] = to.intern(values.values(), values.heap(), number);
                }
                words[i] = numbers[number];
            }
        }
    }
}
