/// What COPY does beside its tasks: the file of bad rows, the labels of loads that run, and the file that the rows of
/// a query go to. Comes in: options, reports and frames of rows; goes out: files, whole or not at all. Read
/// {@link io.colonnade.coordinator.copy.RejectFile} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.copy;
