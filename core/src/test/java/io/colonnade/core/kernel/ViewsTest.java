package io.colonnade.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ViewsTest {
    /// On both sides of the border of what lies inside a view, with zero bytes where a short one is padded.
    private static final List<String> TEXTS = List.of(
            "",
            "\0",
            "a",
            "a\0",
            "abcd",
            "abcd\0",
            "abcd\0\0\0\0\0\0\0\0",
            "abcd\0\0\0\0\0\0\0\0\0",
            "abcd\0\0\0\0\0\0\0\1x",
            "twelve bytes",
            "twelve byte\uD83D\uDE00",
            "twelve bytes\0",
            "twelve bytes and more",
            "twelve bytes and mord",
            "twelve bytes and more!",
            "äöüäöü",
            "äöüäöüx",
            "日本語日",
            "日本語日本",
            "😀😀😀",
            "😀😀😀😀",
            "\u007F",
            "\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD");

    private final Arena arena = Arena.ofAuto();

    private Column.Plain column(List<String> texts) {
        return ColumnBuilder.of(Type.VARCHAR, texts.stream().map(Datum::of).toList(), arena);
    }

    @Test
    void ordersHashesAndEqualsAsBytesDo() {
        Column.Plain left = column(TEXTS);
        // The same strings elsewhere in other heaps.
        Column.Plain right = column(TEXTS.reversed());
        for (int a = 0; a < TEXTS.size(); a++) {
            for (int b = 0; b < TEXTS.size(); b++) {
                byte[] first = TEXTS.get(a).getBytes(StandardCharsets.UTF_8);
                byte[] second = TEXTS.reversed().get(b).getBytes(StandardCharsets.UTF_8);
                int order = Views.compare(left.values(), left.heap(), a, right.values(), right.heap(), b);
                assertThat(Integer.signum(order))
                        .as(TEXTS.get(a) + " and " + TEXTS.reversed().get(b))
                        .isEqualTo(Integer.signum(Arrays.compareUnsigned(first, second)));
                boolean equal = Arrays.equals(first, second);
                assertThat(Views.areEqual(left.values(), left.heap(), a, right.values(), right.heap(), b))
                        .isEqualTo(equal);
                if (equal) {
                    assertThat(Views.hash(left.values(), left.heap(), a))
                            .isEqualTo(Views.hash(right.values(), right.heap(), b));
                }
            }
            long one = Lanes.int64(left.values(), 2L * a);
            long two = Lanes.int64(left.values(), 2L * a + 1);
            assertThat(Views.text(one, two, left.heap())).isEqualTo(TEXTS.get(a));
        }
    }

    @Test
    void hashesOfNeighboursDiffer() {
        List<String> texts = IntStream.range(0, 10_000)
                .mapToObj(i -> i % 2 == 0 ? "k" + i : "a key of more than twelve bytes " + i)
                .toList();
        Column.Plain column = column(texts);
        int mask = (1 << 14) - 1;
        boolean[] low = new boolean[mask + 1];
        boolean[] high = new boolean[mask + 1];
        int lows = 0;
        int highs = 0;
        for (int row = 0; row < texts.size(); row++) {
            long hash = Views.hash(column.values(), column.heap(), row);
            lows += low[(int) hash & mask] ? 0 : 1;
            highs += high[(int) (hash >>> 40) & mask] ? 0 : 1;
            low[(int) hash & mask] = true;
            high[(int) (hash >>> 40) & mask] = true;
        }
        // Of 10,000 random hashes 7,486 places of 16,384 are taken.
        assertThat(lows).isBetween(7_200, 8_400);
        assertThat(highs).isBetween(7_200, 8_400);
    }
}
