/// Temporary files for rows that memory has no room for.
///
/// In: pages of an operator, in numbered streams; out: the same pages, stream by stream, when there is room again.
/// Read {@link io.colonnade.exec.spill.SpillSpace}, then {@link io.colonnade.exec.spill.SpillWriter}.
///
/// **A file** is a sequence of blocks; all numbers are little-endian. Where the blocks of a stream lie is known only to
/// the {@link io.colonnade.exec.spill.SpillFile}: a temporary file is of no use to another process.
///
/// ```text
/// block    0 'C' 'S'  2 u8 version 1  3 u8 0    4 u32 length of the payload    8 u32 CRC-32C of the payload
///         12 u32 stream                        16 payload: batches as in a PAGES frame (exec.exchange.frame)
/// ```
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.spill;
