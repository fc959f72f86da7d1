package io.colonnade.core.catalog;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.DatumOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A range of a partitioned table: the rows whose value is less than `below` and not less than that of the
/// partition before it. NULL in `below` stands for no bound (MAXVALUE). `id` is unique in its table and never
/// used again.
///
/// ```text
/// PARTITION BY RANGE (d) (PARTITION p1 VALUES LESS THAN 10, PARTITION p2 VALUES LESS THAN 20, ... MAXVALUE)
/// rows with NULL                   first          first
/// ```
public record Partition(int id, String name, Datum below) {
    /// The partitioned column and its ranges, in ascending order.
    public record Scheme(int columnId, List<Partition> partitions) {
        public Scheme {
            partitions = List.copyOf(partitions);
        }

        /// The partition that a value belongs to; NULL belongs to the first. Null if there is none.
        public @Nullable Partition of(Datum value) {
            for (Partition partition : partitions) {
                if (value.isNull() || partition.below().isNull() || DatumOrder.compare(value, partition.below()) < 0) {
                    return partition;
                }
            }
            return null;
        }
    }

    /// In segments of tables that are not partitioned.
    public static final int NONE = -1;
}
