package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.segment.Zone;
import java.util.Optional;
import org.apache.parquet.column.statistics.IntStatistics;
import org.apache.parquet.column.statistics.LongStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;

/// The statistics of a column in a row group as a zone: whole numbers, dates, timestamps of microseconds and
/// decimals of at most 64 bits, where the file has them as we do. Others are not told: those of DOUBLE leave
/// NaN out, and those of texts may be cut.
final class RowGroupZones {
    private RowGroupZones() {}

    static Optional<Zone> of(int rows, ColumnChunkMetaData chunk, Type target) {
        Statistics<?> statistics = chunk.getStatistics();
        if (statistics == null || !statistics.isNumNullsSet() || !isSame(chunk, target)) {
            return Optional.empty();
        }
        int nulls = (int) Math.min(rows, statistics.getNumNulls());
        if (!statistics.hasNonNullValue()) {
            return nulls == rows ? Optional.of(Zone.of(rows, nulls, Datum.NULL, Datum.NULL)) : Optional.empty();
        }
        return switch (statistics) {
            case IntStatistics s -> Optional.of(Zone.of(rows, nulls, Datum.of(s.getMin()), Datum.of(s.getMax())));
            case LongStatistics s -> Optional.of(Zone.of(rows, nulls, Datum.of(s.getMin()), Datum.of(s.getMax())));
            default -> Optional.empty();
        };
    }

    /// Whether the numbers in the file are those that we compute with.
    private static boolean isSame(ColumnChunkMetaData chunk, Type target) {
        LogicalTypeAnnotation meaning = chunk.getPrimitiveType().getLogicalTypeAnnotation();
        if (target.isInteger()) {
            return meaning == null || meaning instanceof IntLogicalTypeAnnotation integer && integer.isSigned();
        }
        if (target instanceof Type.DateType) {
            return meaning instanceof DateLogicalTypeAnnotation;
        }
        if (target instanceof Type.TimestampType) {
            return meaning instanceof TimestampLogicalTypeAnnotation time && time.getUnit() == TimeUnit.MICROS;
        }
        return target instanceof Type.DecimalType decimal
                && decimal.precision() <= Type.DecimalType.PRECISION_INT64_MAX
                && meaning instanceof DecimalLogicalTypeAnnotation written
                && written.getScale() == decimal.scale();
    }
}
