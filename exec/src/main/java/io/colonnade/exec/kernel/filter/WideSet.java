package io.colonnade.exec.kernel.filter;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Layout;
import io.colonnade.exec.kernel.number.DoubleOrder;
import io.colonnade.exec.kernel.number.Int128;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// An immutable set of 128-bit decimals or of doubles. Most values are told apart by a hash set of one word; the few
/// that pass it are compared with all members.
public final class WideSet {
    private final long[] highs;
    private final long[] lows;
    private final LongHashSet words;

    private WideSet(long[] highs, long[] lows) {
        this.highs = highs;
        this.lows = lows;
        this.words = new LongHashSet(lows);
    }

    public static WideSet of(List<Datum> values) {
        long[] highs = new long[values.size()];
        long[] lows = new long[values.size()];
        for (int i = 0; i < highs.length; i++) {
            switch (values.get(i)) {
                case Datum.Int v -> {
                    lows[i] = v.value();
                    highs[i] = v.value() >> 63;
                }
                case Datum.Wide v -> {
                    lows[i] = v.value().longValue();
                    highs[i] = v.value().shiftRight(64).longValue();
                }
                case Datum.Real v -> lows[i] = DoubleOrder.of(Double.doubleToRawLongBits(v.value()));
                case Datum.Bool v -> throw new IllegalArgumentException(v.toString());
                case Datum.Text v -> throw new IllegalArgumentException(v.toString());
                case Datum.Null v -> throw new IllegalArgumentException(v.toString());
            }
        }
        return new WideSet(highs, lows);
    }

    public void contains(Column.Plain column, MemorySegment bits) {
        boolean wide = column.layout() == Layout.INT128;
        MemorySegment values = column.values();
        int rows = column.length();
        for (int from = 0; from < rows; from += 64) {
            int count = Math.min(64, rows - from);
            long word = 0;
            for (int i = 0; i < count; i++) {
                int row = from + i;
                boolean hit = wide
                        ? contains(Int128.high(values, true, row), Int128.low(values, true, row))
                        : words.contains(DoubleOrder.of(values.get(Lanes.LONG, row * 8L)));
                word |= (hit ? 1L : 0L) << i;
            }
            bits.set(Lanes.LONG, from >>> 3, word);
        }
    }

    private boolean contains(long high, long low) {
        if (words.contains(low)) {
            for (int i = 0; i < lows.length; i++) {
                if (lows[i] == low && highs[i] == high) {
                    return true;
                }
            }
        }
        return false;
    }
}
