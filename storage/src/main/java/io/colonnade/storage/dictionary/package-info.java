/// Finding and ordering distinct values while rows are loaded. Strings are Arrow views, taken as two words of 8 bytes.
/// Read {@link io.colonnade.storage.dictionary.StringDictionary} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.storage.dictionary;
