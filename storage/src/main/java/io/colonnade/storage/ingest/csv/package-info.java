/// CSV files as a source of pages. Bytes of a file come in, plain columns in the types of the target table go out.
///
/// ```text
/// FileBytes      decompressed bytes of a file
///   RowBorders   where in a buffer the last whole row ends, quotes considered     CsvRowSource.next, one thread
/// ------------------------------------------------------------------------------------------------------------
///   FieldIndex   start and end of each field of 512 rows                          CsvChunk.read, many threads
///   FieldParser  one column of them at a time into typed memory
/// ```
///
/// The format is PostgreSQL's CSV:
/// - a quote opens or closes a quoted part anywhere in a field, a doubled quote inside is a quote; delimiters and line
///   breaks inside quotes are data;
/// - an unquoted field equal to the null text is NULL; with the default, the empty text, a quoted empty field is an
///   empty string;
/// - rows end with LF or CRLF, the last row needs neither; a lone CR is data;
/// - a blank line is a row with one empty field: an error unless the table has one column;
/// - a UTF-8 byte order mark at the start is skipped;
/// - beyond PostgreSQL, one delimiter at the end of a row (dbgen) is accepted.
///
/// Read {@link io.colonnade.storage.ingest.csv.CsvRowSource} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.csv;
