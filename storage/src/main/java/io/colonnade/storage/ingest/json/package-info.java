/// JSON lines as a source of pages: one object a line comes in, plain columns in the types of the target table go out.
///
/// ```text
/// CsvRowSource   cuts the files at line feeds, which a JSON text has only between objects
///   JsonChunk    a line at a time; what is no object is a bad row
///     JsonFields names to columns, values to text as CSV has it: a FieldIndex
///   RowPages     the parsers of CSV make values of the text
/// ```
///
/// - names match columns without regard to case; a field without a column is an error unless IGNORE_UNKNOWN;
/// - a column without a field gets its default; `null` is NULL whatever the default;
/// - numbers, booleans and strings go into any column whose CSV form they have; objects and arrays go into columns of
///   text, as they are written;
/// - lines of blanks are skipped.
///
/// Read {@link io.colonnade.storage.ingest.json.JsonRows} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.json;
