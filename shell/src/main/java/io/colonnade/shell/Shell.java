package io.colonnade.shell;

import io.colonnade.jdbc.EngineDriver;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Properties;

/// The SQL shell, `./colonnade shell`.
///
/// 1. {@link ShellArguments} say what to run: `-c` and `-f` in the order given, else standard input when it
/// is not a terminal, else a prompt. Only the prompt opens a terminal.
/// 2. One connection is opened, by the driver itself: the driver manager would look into every jar for others
/// first. A failure here is exit code 2.
/// 3. Each [Script] runs until its first failure, which is exit code 1.
public final class Shell {

    private static final int SQL_ERROR = 1;
    private static final int USAGE_ERROR = 2;

    private final ShellArguments arguments;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    private Shell(ShellArguments arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        this.arguments = arguments;
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    private static Script input(InputStream in) {
        return new Script.Input(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) {
        int code = run(arguments, System.in, stream(System.out), stream(System.err), hasTerminal());
        System.exit(code);
    }

    static boolean hasTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /// UTF-8 whatever the locale, and flushed by statement instead of by line.
    private static PrintStream stream(OutputStream target) {
        return new PrintStream(new java.io.BufferedOutputStream(target, 1 << 16), false, StandardCharsets.UTF_8);
    }

    /// Runs the shell with these streams; the exit code is the result.
    static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        try {
            ShellArguments parsed = ShellArguments.parse(arguments, () -> input(in));
            return switch (parsed.ask()) {
                case HELP -> {
                    out.print(ShellArguments.USAGE);
                    yield 0;
                }
                case VERSION -> {
                    out.println("Colonnade " + new EngineDriver().getDriverVersion().versionString);
                    yield 0;
                }
                case RUN -> new Shell(parsed, in, out, err, terminal).call();
            };
        } catch (ShellArguments.UsageException wrong) {
            err.println(wrong.getMessage());
            err.print(ShellArguments.USAGE);
            return USAGE_ERROR;
        } catch (IOException broken) {
            err.println("error: " + broken.getMessage());
            return SQL_ERROR;
        } finally {
            out.flush();
            err.flush();
        }
    }

    private int call() throws IOException {
        Connection connection;
        try {
            connection = new EngineDriver().connect(arguments.url(), new Properties());
            if (connection == null) {
                err.println("error: " + arguments.url() + " is no URL of a database: it begins with jdbc:colonnade:");
                return USAGE_ERROR;
            }
            printWarnings(connection);
        } catch (SQLException refused) {
            err.println("error: " + refused.getMessage());
            return USAGE_ERROR;
        }
        try (connection) {
            return run(new ShellSession(connection, arguments.format(), progressShown(), out, err));
        } catch (SQLException closing) {
            err.println("error: " + closing.getMessage());
            return SQL_ERROR;
        }
    }

    private ShellSession.Progress progressShown() {
        boolean wanted = arguments.progress() == null ? terminal : arguments.progress();
        if (!wanted) {
            return ShellSession.Progress.NONE;
        }
        return terminal ? ShellSession.Progress.TERMINAL : ShellSession.Progress.LINES;
    }

    private int run(ShellSession session) throws IOException {
        List<Script> scripts = arguments.scripts();
        if (scripts.isEmpty() && terminal) {
            err.println("Connected to " + arguments.url() + ". A statement ends with ; and \\? lists the commands.");
            err.flush();
            new Prompt(session).run();
            return 0;
        }
        List<Script> toRun = scripts.isEmpty() ? List.of(input(in)) : scripts;
        for (Script script : toRun) {
            try {
                ShellSession.Outcome outcome = script.run(session);
                if (outcome != ShellSession.Outcome.DONE) {
                    return outcome == ShellSession.Outcome.FAILED ? SQL_ERROR : 0;
                }
            } catch (Script.UnreadableException unreadable) {
                err.println("error: " + unreadable.getMessage());
                return USAGE_ERROR;
            }
        }
        return 0;
    }

    private void printWarnings(Connection connection) throws SQLException {
        for (SQLWarning warning = connection.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            err.println("warning: " + warning.getMessage());
        }
    }
}
