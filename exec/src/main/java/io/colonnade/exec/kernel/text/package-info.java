/// Strings as views of UTF-8 bytes: comparing, matching, cutting, writing. View columns come in, bitmaps and view
/// columns go out. Read {@link io.colonnade.exec.kernel.text.Strings} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kernel.text;
