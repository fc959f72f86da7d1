package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.SegmentEntry;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.system.Chance;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.type.Datum;
import io.colonnade.storage.ingest.parquet.ParquetFile;
import io.colonnade.storage.ingest.parquet.RowGroupReader;
import io.colonnade.storage.parquet.SegmentSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a load wrote as Parquet and as image is the same, read back by the own decoder.
class SegmentDecodingTest {
    @TempDir
    private Path directory;

    @Test
    void theDecoderReadsSegmentsAsTheirImagesSayThem() {
        for (double nullShare : new double[] {0, 0.2}) {
            try (MemoryPool root = MemoryPool.root("process", 1L << 30)) {
                compare(directory.resolve("nulls-" + nullShare), nullShare, root);
                assertThat(root.allocatedBytes()).isZero();
            }
        }
    }

    private static void compare(Path here, double nullShare, MemoryPool root) {
        RandomTable table = new RandomTable(23, 70_000, List.of(3, 13), nullShare);
        try (MemoryPool query = root.child("query");
                Database database = Databases.open(here, 1, root, FileSystem.LOCAL, Chance.SYSTEM)) {
            TableDefinition definition = table.define(database, "t", new Distribution.Hashed(List.of(1), 1));
            for (SegmentEntry entry : table.load(database, definition, query, 2, 1000, 512L << 20)) {
                ParquetFile file =
                        ParquetFile.open(here.resolve("node-0/segments/" + entry.id() + ".parquet"), FileSystem.LOCAL);
                assertThat(file.property(SegmentSchema.FOOTER_KEY)).isPresent();
                List<List<Datum>> expected = RandomTable.read(database, entry.id(), definition);
                List<List<Datum>> actual = rows(file, definition, query);
                assertThat(actual).hasSameSizeAs(expected);
                for (int row = 0; row < expected.size(); row++) {
                    assertThat(actual.get(row)).as("row %d", row).isEqualTo(expected.get(row));
                }
            }
        }
    }

    private static List<List<Datum>> rows(ParquetFile file, TableDefinition definition, MemoryPool pool) {
        List<List<Datum>> rows = new ArrayList<>();
        try (Scratch scratch = new Scratch(pool)) {
            for (int group = 0; group < file.rowGroupCount(); group++) {
                try (RowGroupReader reader = file.rowGroup(group, definition.columns(), pool)) {
                    for (Page page = reader.next(scratch); page != null; page = reader.next(scratch)) {
                        for (int row = 0; row < page.length(); row++) {
                            List<Datum> values = new ArrayList<>();
                            for (Column column : page.columns()) {
                                values.add(column.datum(row));
                            }
                            rows.add(values);
                        }
                    }
                }
            }
        }
        return rows;
    }
}
