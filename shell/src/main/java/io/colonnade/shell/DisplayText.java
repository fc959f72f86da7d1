package io.colonnade.shell;

import org.jline.utils.WCWidth;

/// How text looks on a terminal.
final class DisplayText {

    private DisplayText() {}

    /// Columns that `text` takes: two for most East Asian characters and for emoji, none for combining marks.
    static int width(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            char c = text.charAt(i);
            if (c < 0x7F && (i + 1 == text.length() || text.charAt(i + 1) < 0x7F)) {
                width++;
                i++;
            } else {
                width += Math.max(0, WCWidth.wcwidthForGraphemeCluster(text, i));
                i += Math.max(1, WCWidth.charCountForGraphemeCluster(text, i));
            }
        }
        return width;
    }

    /// `text` on one line, with control characters as escapes: a value must not move the cursor.
    static String visible(String text) {
        boolean plain = true;
        for (int i = 0; i < text.length() && plain; i++) {
            plain = !Character.isISOControl(text.charAt(i));
        }
        if (plain) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        escaped.append(String.format("\\u%04x", (int) c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }
}
