/// What the fields of CSV rows say: in, a column of fields of {@link
/// io.colonnade.storage.ingest.csv.layout.FieldIndex};
/// out, values in typed memory, or a {@link io.colonnade.storage.ingest.csv.value.BadField}. Read
/// {@link io.colonnade.storage.ingest.csv.value.FieldParser} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.csv.value;
