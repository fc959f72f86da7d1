package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.memory.Buffer;
import org.apache.parquet.format.Encoding;

/// A decompressed page: definition levels and values lie in `memory` at the offsets given, with readable bytes
/// behind them. Who gets it closes the memory.
///
/// `levelsStart == levelsEnd` for required columns. `valueCount` includes nulls.
record RawPage(
        boolean isDictionary,
        int valueCount,
        Encoding encoding,
        Buffer memory,
        int levelsStart,
        int levelsEnd,
        int valuesStart,
        int valuesEnd) {
    int valueBytes() {
        return valuesEnd - valuesStart;
    }
}
