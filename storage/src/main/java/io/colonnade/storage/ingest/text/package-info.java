/// Text as bytes, for all kinds of files: checks of UTF-8 and of lengths, and views of texts that stay where they
/// are. Read {@link io.colonnade.storage.ingest.text.Texts} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.ingest.text;
