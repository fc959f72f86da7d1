package io.colonnade.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Cuts text into statements at the semicolons that end them, line by line.
///
/// ```
/// 'it''s ; here'   "a;b"   -- to the end of the line ;   /* to the end ; of the comment */     no cut inside of these
/// \d lineorder                                     a command: a line that begins with \ between two statements
/// ```
///
/// Quotes follow SQL: a doubled quote stands for itself and a backslash is an ordinary character. Text that is nothing
/// but blanks and comments is no statement. *Threads*: one.
final class StatementSplitter {

    private enum Mode {
        PLAIN,
        TEXT,
        NAME,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    private final StringBuilder pending = new StringBuilder();
    private Mode mode = Mode.PLAIN;
    private boolean hasSql;
    private int lineNumber;
    private int startLine = 1;

    /// Takes the next line, without its line break, and gives what is complete with it.
    List<ScriptItem> feed(String line) {
        lineNumber++;
        if (!hasSql && mode == Mode.PLAIN && line.stripLeading().startsWith("\\")) {
            pending.setLength(0);
            return List.of(ScriptItem.Command.parse(line));
        }
        List<ScriptItem> items = new ArrayList<>();
        for (int i = 0; i < line.length(); i++) {
            i += take(line, i, items);
        }
        if (mode == Mode.LINE_COMMENT) {
            mode = Mode.PLAIN;
        }
        append('\n');
        return items;
    }

    /// Takes the character at `i`; returns how many more it took.
    private int take(String line, int i, List<ScriptItem> items) {
        char c = line.charAt(i);
        char next = i + 1 < line.length() ? line.charAt(i + 1) : '\0';
        switch (mode) {
            case PLAIN -> {
                if (c == ';') {
                    end().ifPresent(items::add);
                    return 0;
                }
                if (c == '-' && next == '-') {
                    mode = Mode.LINE_COMMENT;
                } else if (c == '/' && next == '*') {
                    mode = Mode.BLOCK_COMMENT;
                    append(c);
                    append(next);
                    return 1;
                } else if (!Character.isWhitespace(c)) {
                    hasSql = true;
                    mode = c == '\'' ? Mode.TEXT : c == '"' ? Mode.NAME : Mode.PLAIN;
                }
            }
            // A doubled quote ends the text and begins the next one at once: the cuts come out the same.
            case TEXT -> mode = c == '\'' ? Mode.PLAIN : Mode.TEXT;
            case NAME -> mode = c == '"' ? Mode.PLAIN : Mode.NAME;
            case BLOCK_COMMENT -> {
                if (c == '*' && next == '/') {
                    mode = Mode.PLAIN;
                    append(c);
                    append(next);
                    return 1;
                }
            }
            case LINE_COMMENT -> {}
        }
        append(c);
        return 0;
    }

    private void append(char c) {
        if (pending.isEmpty()) {
            if (Character.isWhitespace(c)) {
                return;
            }
            startLine = lineNumber;
        }
        pending.append(c);
    }

    private Optional<ScriptItem> end() {
        Optional<ScriptItem> item = hasSql
                ? Optional.of(new ScriptItem.Sql(pending.toString().stripTrailing(), startLine))
                : Optional.empty();
        pending.setLength(0);
        hasSql = false;
        mode = Mode.PLAIN;
        return item;
    }

    /// The last statement, which no semicolon ended, when the text is over.
    Optional<ScriptItem> finish() {
        return end();
    }

    /// True when a statement has begun and not ended.
    boolean isPending() {
        return hasSql || mode == Mode.BLOCK_COMMENT;
    }

    /// True when `text` ends between two statements.
    static boolean isComplete(String text) {
        StatementSplitter splitter = new StatementSplitter();
        text.lines().forEach(splitter::feed);
        return !splitter.isPending();
    }
}
