package io.colonnade.shell;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// SQL that is not typed at a prompt: an option's text, a file, or standard input.
///
/// Statements run as soon as they are complete, so that a script may come through a pipe; the first failure ends it. A
/// last statement needs no semicolon.
sealed interface Script {

    /// Text of `-c`.
    record Text(String sql) implements Script {}

    /// A file of `-f`, in UTF-8.
    record File(Path path) implements Script {}

    /// What is piped in.
    record Input(Reader reader) implements Script {}

    /// @return DONE, FAILED, or QUIT when the script said so
    /// @throws UnreadableException when the file cannot be read
    default ShellSession.Outcome run(ShellSession session) throws UnreadableException {
        return switch (this) {
            case Text text -> run(session, text.sql().lines().toList());
            case File file -> {
                String name = String.valueOf(file.path().getFileName());
                try (BufferedReader reader = Files.newBufferedReader(file.path(), StandardCharsets.UTF_8)) {
                    yield run(session, reader, name);
                } catch (IOException unreadable) {
                    throw new UnreadableException(file.path(), unreadable);
                }
            }
            case Input input -> {
                try {
                    yield run(session, new BufferedReader(input.reader()), "stdin");
                } catch (IOException unreadable) {
                    throw new UnreadableException(Path.of("stdin"), unreadable);
                }
            }
        };
    }

    private static ShellSession.Outcome run(ShellSession session, List<String> lines) {
        StatementSplitter splitter = new StatementSplitter();
        for (String line : lines) {
            ShellSession.Outcome outcome = run(session, splitter.feed(line), "");
            if (outcome != ShellSession.Outcome.DONE) {
                return outcome;
            }
        }
        return finish(session, splitter, "");
    }

    private static ShellSession.Outcome run(ShellSession session, BufferedReader reader, String place)
            throws IOException {
        StatementSplitter splitter = new StatementSplitter();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            ShellSession.Outcome outcome = run(session, splitter.feed(line), place);
            if (outcome != ShellSession.Outcome.DONE) {
                return outcome;
            }
        }
        return finish(session, splitter, place);
    }

    private static ShellSession.Outcome run(ShellSession session, List<ScriptItem> items, String place) {
        for (ScriptItem item : items) {
            ShellSession.Outcome outcome = session.run(item, place);
            if (outcome != ShellSession.Outcome.DONE) {
                return outcome;
            }
        }
        return ShellSession.Outcome.DONE;
    }

    private static ShellSession.Outcome finish(ShellSession session, StatementSplitter splitter, String place) {
        Optional<ScriptItem> last = splitter.finish();
        return last.isPresent() ? session.run(last.get(), place) : ShellSession.Outcome.DONE;
    }

    /// A script that cannot be read, said in one sentence.
    final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        UnreadableException(Path path, IOException cause) {
            super("Cannot read " + path + ": " + reason(cause), cause);
        }

        private static String reason(IOException cause) {
            return switch (cause) {
                case NoSuchFileException missing -> "there is no such file";
                case MalformedInputException malformed -> "it is not UTF-8 text";
                default -> String.valueOf(cause.getMessage());
            };
        }
    }
}
