/// Tests of values: sets of values and comparisons over columns in their encoded forms; masks, bitmaps and positions
/// go out. The loops with vectors have scalar twins. Read {@link io.colonnade.exec.kernel.filter.ValueScan} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kernel.filter;
