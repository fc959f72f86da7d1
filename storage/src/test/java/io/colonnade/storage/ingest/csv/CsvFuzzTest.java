package io.colonnade.storage.ingest.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.ingest.Loading;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random rows are written as CSV in random style and read with buffers of every small size: what was written must
/// come back. The seed is printed; `-Dcolonnade.seed=N` repeats a run.
class CsvFuzzTest {
    private static final String[] PIECES = {
        "a", "Z", " ", ",", "|", "\"", "\"\"", "\n", "\r\n", "\r", "é", "漢", "😀", "\\N", "x".repeat(13), "'", "\t", "0"
    };
    private static final Type[] TYPES = {
        Type.VARCHAR,
        Type.INTEGER,
        Type.BIGINT,
        Type.decimal(9, 3),
        Type.decimal(30, 5),
        Type.DOUBLE,
        Type.DATE,
        Type.BOOLEAN,
        new Type.CharType(200)
    };

    @TempDir
    Path directory;

    @Test
    void readsBackWhatWasWritten() throws IOException {
        long seed = Long.getLong("colonnade.seed", System.nanoTime());
        System.out.println("CsvFuzzTest: -Dcolonnade.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            round(random, round);
        }
    }

    private void round(Random random, int round) throws IOException {
        FileOptions options = new FileOptions(
                FileOptions.Format.CSV,
                random.nextBoolean() ? "," : "|",
                random.nextBoolean(),
                random.nextBoolean() ? "" : "\\N",
                random.nextBoolean() ? "\"" : "'");
        Type[] types = new Type[1 + random.nextInt(6)];
        for (int i = 0; i < types.length; i++) {
            types[i] = TYPES[random.nextInt(TYPES.length)];
        }
        int rowCount = random.nextInt(3) == 0 ? random.nextInt(1500) : random.nextInt(20);
        List<List<Datum>> expected = new ArrayList<>();
        StringBuilder csv = new StringBuilder();
        if (options.header()) {
            csv.append("name".repeat(random.nextInt(40))).append('\n');
        }
        boolean trailing = random.nextInt(4) == 0;
        for (int row = 0; row < rowCount; row++) {
            expected.add(row(random, types, options, trailing, csv));
            boolean isLast = row == rowCount - 1;
            // A row of one empty field needs its line feed to be a row.
            if (!isLast || random.nextBoolean() || csv.isEmpty() || csv.charAt(csv.length() - 1) == '\n') {
                csv.append(random.nextInt(3) == 0 ? "\r\n" : "\n");
            }
        }
        Path file = Files.writeString(directory.resolve("fuzz.csv"), csv, StandardCharsets.UTF_8);
        FileScanNode scan = Loading.scan(Loading.columns(types), options);
        int rounds = rowCount < 20 ? 30 : 2;
        for (int i = 0; i < rounds; i++) {
            int chunkBytes = rowCount < 20 ? 4 + i * (1 + random.nextInt(4)) : 100 + random.nextInt(20_000);
            List<List<Datum>> actual = Loading.csvRows(scan, chunkBytes, file);
            for (int row = 0; row < Math.min(actual.size(), expected.size()); row++) {
                assertThat(actual.get(row))
                        .as("row %d of %d, round %d, buffers of %d bytes", row, rowCount, round, chunkBytes)
                        .isEqualTo(expected.get(row));
            }
            assertThat(actual).hasSameSizeAs(expected);
        }
    }

    private static List<Datum> row(
            Random random, Type[] types, FileOptions options, boolean trailing, StringBuilder csv) {
        List<Datum> row = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            csv.append(i == 0 ? "" : options.delimiter());
            if (random.nextInt(6) == 0) {
                row.add(Datum.NULL);
                csv.append(options.nullText());
            } else {
                row.add(value(random, types[i], options, csv));
            }
        }
        csv.append(trailing ? options.delimiter() : "");
        return row;
    }

    private static Datum value(Random random, Type type, FileOptions options, StringBuilder csv) {
        String text;
        Datum datum;
        switch (type) {
            case Type.IntegerType t -> {
                int value = random.nextInt() >> random.nextInt(32);
                datum = Datum.of(value);
                text = random.nextInt(8) == 0 && value >= 0 ? "+000" + value : "" + value;
            }
            case Type.BigintType t -> {
                long value = random.nextLong() >> random.nextInt(64);
                datum = Datum.of(value);
                text = "" + value;
            }
            case Type.DecimalType t -> {
                int digits = 1 + random.nextInt(t.precision());
                BigInteger unscaled = new BigInteger("9".repeat(digits)).subtract(new BigInteger(digits, random));
                unscaled = random.nextBoolean() ? unscaled : unscaled.negate();
                BigDecimal value = new BigDecimal(unscaled, t.scale());
                datum = t.precision() <= 18 ? Datum.of(unscaled.longValueExact()) : new Datum.Wide(unscaled);
                text = random.nextBoolean()
                        ? value.toPlainString()
                        : value.stripTrailingZeros().toString();
            }
            case Type.DoubleType t -> {
                double value = random.nextBoolean()
                        ? random.nextInt(1_000_000) / 1000.0
                        : Double.longBitsToDouble(random.nextLong());
                value = Double.isNaN(value) ? 0.25 : value;
                datum = Datum.of(value);
                text = "" + value;
            }
            case Type.DateType t -> {
                LocalDate value = LocalDate.of(1 + random.nextInt(9999), 1, 1).plusDays(random.nextInt(365));
                datum = Datum.of(value.toEpochDay());
                text = value.toString();
            }
            case Type.BooleanType t -> {
                boolean value = random.nextBoolean();
                datum = Datum.of(value);
                text = value ? "TRUE" : "f";
            }
            default -> {
                StringBuilder builder = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    builder.append(PIECES[random.nextInt(PIECES.length)]);
                }
                text = builder.toString();
                datum = Datum.of(type instanceof Type.CharType ? text.replaceAll(" +\\z", "") : text);
            }
        }
        csv.append(styled(random, text, options));
        return datum;
    }

    private static String styled(Random random, String text, FileOptions options) {
        String quote = options.quote();
        boolean mustQuote = text.equals(options.nullText())
                || text.contains(options.delimiter())
                || text.contains(quote)
                || text.contains("\n")
                || text.contains("\r");
        if (!mustQuote && random.nextInt(4) > 0) {
            return text;
        }
        if (random.nextInt(4) == 0 && text.matches("\\p{Alnum}{2,}")) {
            return text.charAt(0) + quote + text.substring(1) + quote;
        }
        return quote + text.replace(quote, quote + quote) + quote;
    }
}
