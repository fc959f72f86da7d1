/// What all files of a database share: how their errors are told. Read
/// {@link io.colonnade.storage.file.FileErrors} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.file;
