package io.colonnade.jdbc.frame;

import java.util.List;

/// The rows of one RecordBatch message, column by column; may hold zero rows.
record RecordFrame(int rowCount, List<ColumnBuffers> columns) {

    RecordFrame {
        columns = List.copyOf(columns);
    }
}
