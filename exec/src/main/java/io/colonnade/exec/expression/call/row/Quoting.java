package io.colonnade.exec.expression.call.row;

/// Texts as SQL writes them.
final class Quoting {
    private Quoting() {}

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /// Quoted unless it is lower-case letters, digits and underscores that begin with no digit.
    static String identifier(String text) {
        return text.matches("[a-z_][a-z_0-9]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
