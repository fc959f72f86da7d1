package io.colonnade.sample.table;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A reused byte buffer in which generators compose short texts without garbage.
///
/// *Threads*: one. Every `add` returns the buffer itself, so that calls can be chained after [#clear].
public final class TextBuffer {

    private byte[] bytes = new byte[64];
    private int length;

    /// The backing array; its first [#length] bytes are the text, until the next `add`.
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public TextBuffer clear() {
        length = 0;
        return this;
    }

    public TextBuffer add(byte[] text) {
        reserve(text.length);
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    public TextBuffer add(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Adds a non-negative number, with zeros in front up to `width` digits.
    public TextBuffer add(long number, int width) {
        int digits = width;
        for (long rest = number, count = 1; rest > 0; rest /= 10, count++) {
            digits = Math.max(digits, (int) count);
        }
        reserve(digits);
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
