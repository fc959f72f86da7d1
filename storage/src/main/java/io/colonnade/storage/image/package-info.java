/// The image of a segment: its columns as scans read them, in memory or mapped from a file.
///
/// # Format, version 1
/// All numbers are little-endian; `codec` bytes are those of {@link io.colonnade.core.codec.RecordCodec}.
///
/// ```text
/// file    = header, region*, directory
/// header  = 64 bytes:  0 magic "CLNIMAGE"   8 int32 version 1     12 int32 0
///                     16 int64 file bytes  24 int64 offset of the directory
///                     32 int32 directory bytes   36 int32 CRC-32C of the directory
///                     40 zeros                   60 int32 CRC-32C of bytes 0..59
/// region  = the bytes of a column, at a multiple of 64: [dictionary] block*
/// block   = at a multiple of 64, parts each padded with zeros to a multiple of 64:
///           Plain   [validity] values [heap]      heap: the strings longer than 12 bytes, heap index 0
///           Narrow  [validity] offsets
///           Codes   [validity] codes
///           Runs    ends (int32), then Plain, Narrow or Codes of one value for each run
///           Constant  nothing
/// dictionary = values [heap], as a Plain block without validity: sorted, distinct
/// directory  = codec bytes of ImageDirectory: offsets of columns count from the start of the file, those of
///              dictionaries and blocks from the start of their column; each has the CRC-32C of its bytes
/// ```
///
/// Values lie as {@link io.colonnade.core.type.Layout} says, validity as {@link io.colonnade.core.page.Column} says. A
/// reader checks the header, the directory, that every part lies inside its column, and each dictionary and block
/// against its checksum when it is first touched. An image in memory has regions only.
///
/// Read {@link io.colonnade.storage.image.ImageSegment} first, then {@link io.colonnade.storage.image.ColumnEncoder}.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.image;
