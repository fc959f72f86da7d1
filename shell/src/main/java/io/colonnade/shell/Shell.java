package io.colonnade.shell;

import io.colonnade.jdbc.EngineDriver;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Stack;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The SQL shell, `./colonnade shell`.
///
/// 1. Options say what to run: `-c` and `-f` in the order given, else standard input when it is not a
/// terminal, else a prompt. Only the prompt opens a terminal.
/// 2. One connection is opened; a failure here is exit code 2.
/// 3. Each [Script] runs until its first failure, which is exit code 1.
@Command(
        name = "colonnade shell",
        mixinStandardHelpOptions = true,
        versionProvider = Shell.Version.class,
        description = "Runs SQL from options, files, standard input or a prompt.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all statements ran", "1:a statement failed", "2:wrong usage, or no connection"})
public final class Shell implements Callable<Integer> {

    private static final int SQL_ERROR = 1;
    private static final int USAGE_ERROR = 2;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "URL",
            defaultValue = "jdbc:colonnade:mem:",
            description = {
                "the database (default: ${DEFAULT-VALUE}, a private one in memory);",
                "jdbc:colonnade:file:DIR is durable; both take ?nodes=N"
            })
    private String url = "jdbc:colonnade:mem:";

    @Option(names = "--format", paramLabel = "table|csv|json", description = "how results look (default: table)")
    private RowPrinter.Format format = RowPrinter.Format.TABLE;

    @Option(
            names = "--progress",
            negatable = true,
            arity = "0",
            description = "tell how far a long COPY is (default: if this is a terminal)")
    private @Nullable Boolean progress;

    @Option(
            names = {"-c", "--command"},
            paramLabel = "SQL",
            parameterConsumer = TextOption.class,
            description = "run this; may be repeated")
    private List<String> texts = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            parameterConsumer = FileOption.class,
            description = "run this file (- is standard input); may be repeated, also between -c")
    private List<Path> files = List.of();

    /// What -c and -f named, in the order of the command line, which two lists could not tell.
    private final List<Script> scripts = new ArrayList<>();

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;

    Shell(InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    private Script input() {
        return new Script.Input(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    public static void main(String[] arguments) {
        Console console = System.console();
        boolean terminal = console != null && console.isTerminal();
        int code = run(arguments, System.in, stream(System.out), stream(System.err), terminal);
        System.exit(code);
    }

    /// UTF-8 whatever the locale, and flushed by statement instead of by line.
    private static PrintStream stream(OutputStream target) {
        return new PrintStream(new java.io.BufferedOutputStream(target, 1 << 16), false, StandardCharsets.UTF_8);
    }

    /// Runs the shell with these streams; the exit code is the result.
    static int run(String[] arguments, InputStream in, PrintStream out, PrintStream err, boolean terminal) {
        CommandLine commandLine = new CommandLine(new Shell(in, out, err, terminal));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setOut(new java.io.PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new java.io.PrintWriter(err, true, StandardCharsets.UTF_8));
        try {
            return commandLine.execute(arguments);
        } finally {
            out.flush();
            err.flush();
        }
    }

    @Override
    public Integer call() throws IOException {
        Connection connection;
        try {
            connection = DriverManager.getConnection(url);
            printWarnings(connection);
        } catch (SQLException refused) {
            err.println("error: " + refused.getMessage());
            return USAGE_ERROR;
        }
        try (connection) {
            return run(new ShellSession(connection, format, progressShown(), out, err));
        } catch (SQLException closing) {
            err.println("error: " + closing.getMessage());
            return SQL_ERROR;
        }
    }

    private ShellSession.Progress progressShown() {
        boolean wanted = progress == null ? terminal : progress;
        if (!wanted) {
            return ShellSession.Progress.NONE;
        }
        return terminal ? ShellSession.Progress.TERMINAL : ShellSession.Progress.LINES;
    }

    private int run(ShellSession session) throws IOException {
        if (scripts.isEmpty() && terminal) {
            err.println("Connected to " + url + ". A statement ends with ; and \\? lists the commands.");
            err.flush();
            new Prompt(session).run();
            return 0;
        }
        List<Script> toRun = scripts.isEmpty() ? List.of(input()) : scripts;
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

    /// Puts the text of a -c into the order of scripts.
    static final class TextOption implements IParameterConsumer {

        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            ((Shell) command.userObject()).scripts.add(new Script.Text(next(arguments, option, command)));
        }
    }

    /// Puts the file of a -f into the order of scripts.
    static final class FileOption implements IParameterConsumer {

        @Override
        public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
            Shell shell = (Shell) command.userObject();
            String file = next(arguments, option, command);
            shell.scripts.add(file.equals("-") ? shell.input() : new Script.File(Path.of(file)));
        }
    }

    private static String next(Stack<String> arguments, ArgSpec option, CommandSpec command) {
        if (arguments.isEmpty()) {
            throw new MissingParameterException(
                    command.commandLine(), option, option.paramLabel() + " is missing at the end");
        }
        return arguments.pop();
    }

    /// Answers `--version`.
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"Colonnade " + new EngineDriver().getDriverVersion().versionString};
        }
    }
}
