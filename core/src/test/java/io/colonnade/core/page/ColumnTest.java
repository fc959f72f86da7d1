package io.colonnade.core.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnTest {
    private final Arena arena = Arena.ofAuto();

    @Test
    void aBuiltColumnHoldsWhatWasAppended() {
        check(Type.BOOLEAN, Datum.TRUE, Datum.NULL, Datum.FALSE);
        check(Type.SMALLINT, Datum.of(-32768), Datum.NULL, Datum.of(32767));
        check(Type.BIGINT, Datum.of(Long.MIN_VALUE), Datum.of(Long.MAX_VALUE), Datum.NULL);
        check(Type.DOUBLE, Datum.of(-0.0), Datum.of(Double.NaN));
        check(
                Type.decimal(38, 0),
                new Datum.Wide(BigInteger.TEN.pow(38).negate().add(BigInteger.ONE)),
                Datum.NULL,
                new Datum.Wide(BigInteger.ONE.negate()),
                new Datum.Wide(BigInteger.TWO.pow(64)));
        check(
                Type.VARCHAR,
                Datum.of(""),
                Datum.of("twelve bytes"),
                Datum.of("thirteen byte"),
                Datum.NULL,
                Datum.of("𝄞".repeat(30_000)));
    }

    private void check(Type type, Datum... values) {
        Column column = ColumnBuilder.of(type, List.of(values), arena);
        assertThat(values(column)).containsExactly(values);
    }

    @Test
    void slicesOfRunsSeeTheSameRows() {
        Column values = ColumnBuilder.of(Type.INTEGER, List.of(Datum.of(5), Datum.NULL, Datum.of(9)), arena);
        MemorySegment ends = arena.allocate(12);
        ends.set(Lanes.INT, 0, 3);
        ends.set(Lanes.INT, 4, 4);
        ends.set(Lanes.INT, 8, 10);
        Column runs = new Column.Runs(Type.INTEGER, 10, 0, 3, ends, values);
        List<Datum> all = values(runs);
        assertThat(all).startsWith(Datum.of(5), Datum.of(5), Datum.of(5), Datum.NULL, Datum.of(9));
        for (int from = 0; from < 10; from++) {
            for (int length = 1; from + length <= 10; length++) {
                if (runs.sliceable(from)) {
                    Column slice = runs.slice(from, length);
                    assertThat(slice.length()).isEqualTo(length);
                    assertThat(values(slice)).isEqualTo(all.subList(from, from + length));
                }
            }
        }
    }

    @Test
    void narrowAndDictionarySlicesSeeTheSameRows() {
        MemorySegment offsets = arena.allocate(200);
        MemorySegment bits = arena.allocate(32);
        for (int i = 0; i < 200; i++) {
            offsets.set(Lanes.BYTE, i, (byte) (i % 3));
            Lanes.setBit(bits, i, i % 7 != 0);
        }
        Dictionary dictionary = new Dictionary(
                ColumnBuilder.of(Type.VARCHAR, List.of(Datum.of("a"), Datum.of("b"), Datum.of("c")), arena));
        for (Column column : List.of(
                new Column.Narrow(Type.BIGINT, 200, -7, 1, offsets, bits),
                new Column.Dictionaried(Type.VARCHAR, 200, 1, offsets, bits, dictionary))) {
            assertThat(column.sliceable(63)).isFalse();
            assertThat(values(column.slice(128, 50))).isEqualTo(values(column).subList(128, 178));
        }
    }

    private static List<Datum> values(Column column) {
        List<Datum> values = new ArrayList<>();
        for (int row = 0; row < column.length(); row++) {
            values.add(column.datum(row));
        }
        return values;
    }
}
