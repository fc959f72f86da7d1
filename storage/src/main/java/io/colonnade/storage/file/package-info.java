/// What all files of a database share: how their errors are told, and how small ones are written. Read
/// {@link io.colonnade.storage.file.FileErrors} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.file;
