package io.colonnade.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.ColumnBuilder;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    private final Arena arena = Arena.ofAuto();

    private long[] hashes(Column column) {
        long[] out = new long[column.length()];
        KeyHash.hash(column, null, out);
        return out;
    }

    @Test
    void equalNumbersOfDifferentTypesHashEqual() {
        long five = KeyHash.hash(Type.INTEGER, Datum.of(5));
        assertThat(KeyHash.hash(Type.BIGINT, Datum.of(5))).isEqualTo(five);
        assertThat(KeyHash.hash(Type.decimal(12, 2), Datum.of(500))).isEqualTo(five);
        assertThat(KeyHash.hash(Type.decimal(38, 2), new Datum.Wide(BigInteger.valueOf(500))))
                .isEqualTo(five);
        assertThat(KeyHash.hash(Type.decimal(12, 2), Datum.of(510)))
                .isEqualTo(KeyHash.hash(Type.decimal(30, 1), new Datum.Wide(BigInteger.valueOf(51))))
                .isNotEqualTo(KeyHash.hash(Type.INTEGER, Datum.of(51)));
    }

    @Test
    void trailingBlanksAndNegativeZeroDoNotCount() {
        assertThat(KeyHash.hash(Type.VARCHAR, Datum.of("ASIA   ")))
                .isEqualTo(KeyHash.hash(Type.VARCHAR, Datum.of("ASIA")));
        assertThat(KeyHash.hash(Type.DOUBLE, Datum.of(-0.0))).isEqualTo(KeyHash.hash(Type.DOUBLE, Datum.of(0.0)));
    }

    @Test
    void columnsOfEveryFormHashAsTheirValues() {
        List<Datum> values = List.of(Datum.of(7), Datum.NULL, Datum.of(9), Datum.of(7));
        Column.Plain plain = ColumnBuilder.of(Type.BIGINT, values, arena);
        long[] expected =
                values.stream().mapToLong(v -> KeyHash.hash(Type.BIGINT, v)).toArray();
        assertThat(hashes(plain)).isEqualTo(expected);
        MemorySegment codes = arena.allocate(8);
        codes.set(Lanes.BYTE, 2, (byte) 2);
        assertThat(hashes(new Column.Narrow(Type.BIGINT, 4, 7, 1, codes, plain.validity())))
                .isEqualTo(expected);
        codes.set(Lanes.BYTE, 2, (byte) 1);
        Dictionary dictionary = new Dictionary(ColumnBuilder.of(Type.BIGINT, List.of(Datum.of(7), Datum.of(9)), arena));
        assertThat(hashes(new Column.Dictionaried(Type.BIGINT, 4, 1, codes, plain.validity(), dictionary)))
                .isEqualTo(expected);
        MemorySegment ends = arena.allocate(16);
        for (int i = 0; i < 4; i++) {
            ends.set(Lanes.INT, i * 4L, i + 1);
        }
        assertThat(hashes(new Column.Runs(Type.BIGINT, 4, 0, 4, ends, plain))).isEqualTo(expected);
        long[] selected = new long[2];
        KeyHash.hash(plain, new Selection(new int[] {1, 2, 0}, 2), selected);
        assertThat(selected).containsExactly(expected[1], expected[2]);
    }

    @Test
    void stringsHashEqualFromColumnsAndValues() {
        List<Datum> values = List.of(
                Datum.of(""),
                Datum.of("a"),
                Datum.of("MFGR#121"),
                Datum.of("MFGR#12 x y "),
                Datum.of("twelve bytes"),
                Datum.of("a string of more than twelve bytes  "),
                Datum.of("äöü"));
        Column.Plain plain = ColumnBuilder.of(Type.VARCHAR, values, arena);
        assertThat(hashes(plain))
                .isEqualTo(values.stream()
                        .mapToLong(v -> KeyHash.hash(Type.VARCHAR, v))
                        .toArray());
    }

    @Test
    void keysOfNullsAloneLieInSlotZero() {
        assertThat(KeyHash.hash(Type.INTEGER, Datum.NULL)).isZero();
        assertThat(KeyHash.combine(0, 0)).isZero();
        assertThat(KeyHash.slot(0, 24)).isZero();
    }

    @Test
    void slotsAreUsedEvenly() {
        int[] counts = new int[24];
        for (int i = 0; i < 24_000; i++) {
            counts[KeyHash.slot(KeyHash.hash(Type.INTEGER, Datum.of(i)), 24)]++;
        }
        assertThat(Arrays.stream(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    /// Rows on disk lie where these values put them: a change needs a new version and a migration.
    @Test
    void goldenValuesNeverChange() {
        assertThat(KeyHash.VERSION).isEqualTo(1);
        assertThat(List.of(
                        Long.toHexString(KeyHash.hash(Type.INTEGER, Datum.of(0))),
                        Long.toHexString(KeyHash.hash(Type.INTEGER, Datum.of(5))),
                        Long.toHexString(KeyHash.hash(Type.BIGINT, Datum.of(-1))),
                        Long.toHexString(KeyHash.hash(Type.DATE, Datum.of(9131))),
                        Long.toHexString(KeyHash.hash(Type.decimal(12, 2), Datum.of(123_45))),
                        Long.toHexString(KeyHash.hash(
                                Type.decimal(38, 3), new Datum.Wide(new BigInteger("12345678901234567890123456789")))),
                        Long.toHexString(KeyHash.hash(Type.DOUBLE, Datum.of(1.5))),
                        Long.toHexString(KeyHash.hash(Type.BOOLEAN, Datum.TRUE)),
                        Long.toHexString(KeyHash.hash(Type.VARCHAR, Datum.of(""))),
                        Long.toHexString(KeyHash.hash(Type.VARCHAR, Datum.of("ASIA"))),
                        Long.toHexString(KeyHash.hash(Type.VARCHAR, Datum.of("UNITED STATES OF AMERICA"))),
                        Long.toHexString(KeyHash.combine(
                                KeyHash.hash(Type.INTEGER, Datum.of(1)), KeyHash.hash(Type.INTEGER, Datum.of(2))))))
                .containsExactly(
                        "9ca066f1a4ab2eea",
                        "6c45141841d3019f",
                        "25b775faeca8f520",
                        "ba3dfaca705728ab",
                        "3ddd6d5edd02a86",
                        "5dd3f4246c47e3e3",
                        "7849cfd64eb7a65d",
                        "e5fdc025e13eeed5",
                        "9ca066f1a4ab2eea",
                        "b66a9630f0bc58c",
                        "52c325cdaf1fe25d",
                        "36ad734e1afbc4c0");
    }
}
