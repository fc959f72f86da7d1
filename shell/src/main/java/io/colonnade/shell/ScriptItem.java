package io.colonnade.shell;

/// What a script is made of, in order.
sealed interface ScriptItem {

    /// One SQL statement without its semicolon.
    ///
    /// @param text from the first character that is not blank; positions of errors count from there
    /// @param line of the script on which the text begins, from 1
    record Sql(String text, int line) implements ScriptItem {}

    /// A line that begins with a backslash, such as `\d lineorder`.
    ///
    /// @param name with its backslash
    /// @param argument the rest of the line, perhaps empty
    record Command(String name, String argument) implements ScriptItem {

        static Command parse(String line) {
            String text = line.strip();
            while (text.endsWith(";")) {
                text = text.substring(0, text.length() - 1).strip();
            }
            int blank = 0;
            while (blank < text.length() && !Character.isWhitespace(text.charAt(blank))) {
                blank++;
            }
            return new Command(text.substring(0, blank), text.substring(blank).strip());
        }
    }
}
