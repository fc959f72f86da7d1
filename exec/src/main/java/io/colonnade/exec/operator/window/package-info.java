/// Window functions: sorted rows come in, the same rows with a column per call go out.
///
/// ```text
/// WindowReader          ranges of whole partitions of an order in memory, one range per driver at a time
/// SpilledWindowReader   the same of rows that come in order from disk
///   WindowPages         computes the pages of a range
///     Partition         where partitions and peers begin and end
///     Frames            the rows that each row sees
///     Calculation       one call: ranks, picked rows, counts, sums
///       Values          an argument, in order, with what makes frames cheap
///       Blocks          a tree of what is known of 16, 256, .. rows, for frames that slide
/// ```
///
/// Read {@link io.colonnade.exec.operator.window.WindowSource} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.window;
