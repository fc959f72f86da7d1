package io.colonnade.shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/// The shell at a terminal: editing over several lines, history, Ctrl-C.
///
/// Enter ends the input when its last statement is complete and opens another line otherwise, so the history recalls
/// whole statements. Ctrl-C drops what is being typed, or cancels what is running. A failed statement does not end it.
final class Prompt {

    private static final String FIRST = "colonnade> ";
    private static final String NEXT = "%P -> ";

    private final ShellSession session;

    Prompt(ShellSession session) {
        this.session = session;
    }

    void run() throws IOException {
        try (Terminal terminal =
                TerminalBuilder.builder().name("colonnade").system(true).build()) {
            terminal.handle(Terminal.Signal.INT, signal -> session.cancel());
            LineReader reader = reader(terminal);
            ShellSession.Outcome outcome = ShellSession.Outcome.DONE;
            while (outcome != ShellSession.Outcome.QUIT) {
                try {
                    outcome = runAll(reader.readLine(FIRST));
                } catch (UserInterruptException dropped) {
                    outcome = ShellSession.Outcome.DONE;
                } catch (EndOfFileException over) {
                    outcome = ShellSession.Outcome.QUIT;
                }
            }
            reader.getHistory().save();
        }
    }

    private ShellSession.Outcome runAll(String input) {
        StatementSplitter splitter = new StatementSplitter();
        for (String line : input.lines().toList()) {
            List<ScriptItem> items = splitter.feed(line);
            for (ScriptItem item : items) {
                if (session.run(item, "") == ShellSession.Outcome.QUIT) {
                    return ShellSession.Outcome.QUIT;
                }
            }
        }
        return ShellSession.Outcome.DONE;
    }

    private static LineReader reader(Terminal terminal) {
        return LineReaderBuilder.builder()
                .appName("colonnade")
                .terminal(terminal)
                .parser(new StatementParser())
                .variable(LineReader.HISTORY_FILE, historyFile())
                .variable(LineReader.HISTORY_FILE_SIZE, 10_000)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, NEXT)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .build();
    }

    /// `$XDG_STATE_HOME/colonnade/history`, else `~/.local/state/colonnade/history`.
    static Path historyFile() {
        String state = System.getenv("XDG_STATE_HOME");
        Path folder = state == null || state.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".local", "state", "colonnade")
                : Path.of(state, "colonnade");
        try {
            Files.createDirectories(folder);
        } catch (IOException readOnlyHome) {
            // Then there is no history beyond this run, and nothing else to lose.
        }
        return folder.resolve("history");
    }

    /// Asks for another line until the input ends between two statements.
    private static final class StatementParser implements Parser {

        private final DefaultParser words = new DefaultParser();

        StatementParser() {
            // Quotes and backslashes are SQL's, not those of a command line.
            words.setQuoteChars(null);
            words.setEscapeChars(null);
        }

        @Override
        public ParsedLine parse(String line, int cursor, ParseContext context) {
            if (context == ParseContext.ACCEPT_LINE && !StatementSplitter.isComplete(line)) {
                throw new EOFError(-1, cursor, "The statement is not complete", "");
            }
            return words.parse(line, cursor, context == ParseContext.ACCEPT_LINE ? ParseContext.UNSPECIFIED : context);
        }
    }
}
