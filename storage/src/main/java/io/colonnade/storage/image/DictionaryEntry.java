package io.colonnade.storage.image;

/// The dictionary of a column: `size` values, at `offset` of the column.
record DictionaryEntry(int size, long heapBytes, long offset, long bytes, int checksum) {}
