/// Reading tables: segments come in, pages of the rows that meet the conjuncts and pass the runtime filters go out.
///
/// ```text
/// block of 64 Ki rows -> zones -> runs -> conjuncts -> runtime filters -> positions -> output columns of those rows
/// ```
///
/// Read {@link io.colonnade.exec.operator.scan.ScanSource} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.scan;
