/// Frames: what travels between nodes, byte by byte.
///
/// In: pages and the ids of streams. Out: checksummed bytes; and back, with everything checked that an operator will
/// trust. Read {@link io.colonnade.exec.exchange.frame.FrameHeader} and
/// {@link io.colonnade.exec.exchange.frame.PageWriter} first.
///
/// **A frame** is a header of 48 bytes and a payload; all numbers are little-endian.
///
/// ```text
///  0  'C' 'F'           magic
///  2  u8   version      1
///  3  u8   kind         FrameKind.code
///  4  u32  length       bytes of the payload, at most 16 MiB
///  8  u32  header check CRC-32C of bytes 0..7 and 12..47
/// 12  u32  check        CRC-32C of the payload
/// 16  i64  query        24 u32 attempt
/// 28  u32  fragment     the producing fragment
/// 32  u32  sender       node that sends pages       36 u32 receiver   node that takes them
/// 40  i64  argument     by kind: number of the frame, bytes of credit, count of frames
/// ```
///
/// | kind | from, to | argument | payload |
/// |---|---|---|---|
/// | HELLO | who connected | its node number | the cluster's secret |
/// | OPEN | sender, receiver | | the sender is there and waits for credit |
/// | CREDIT | receiver, sender | bytes granted | |
/// | PAGES | sender, receiver | number in its stream from 0 | batches |
/// | NEED | sender, receiver | bytes of a frame beyond the window | |
/// | FINISH | sender, receiver | count of PAGES sent | |
/// | STOP | receiver, sender | nothing more is wanted | |
/// | CONTROL | any | | a ControlMessage by RecordCodec |
/// | BROKEN | sender, receiver | | frames of the stream may be lost with an earlier connection |
///
/// **A payload of PAGES** is a sequence of batches; every part is padded to 8 bytes.
///
/// ```text
/// batch       u32 rows (1..4096), u32 columns, column*
/// column      u8 form, u8 width, u8 flags (1 validity follows, 2 dictionary follows, 4 constant is NULL), 5 x 0, body
///  0 plain       [validity] values                          BIT and validity: whole words of 64 rows
///                VIEW: u64 heap bytes, [validity], views, heap    long views have heap index 0; NULLs are zero
///  1 constant    8 bytes (BIT, INT32, INT64, FLOAT64), 16 (INT128), or u64 length and UTF-8 (VIEW)
///  2 narrow      i64 base, [validity], rows x width
///  3 dictionary  i64 id, [u64 size, plain column], [validity], rows x width
///  4 runs        u64 runs, runs x u32 exclusive ends, column of as many rows, not itself runs
/// ```
///
/// **Prices.** Frames other than PAGES and CONTROL have no payload but HELLO's, of at most 64 bytes. Reading PAGES of
/// n bytes takes at most n bytes of accounted memory beside the payload itself, and 32 n + 64 KiB of heap
/// ({@link io.colonnade.exec.exchange.frame.PageReader#heapBytesMax}), whatever the bytes are; a test with damaged
/// frames measures it.
///
/// A dictionary is sent with the first page of a driver that uses it, and kept by the receiver until the stream is
/// closed; a dictionary with more than twice as many values as the page has rows is not sent, the page is decoded.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.exchange.frame;
