package io.colonnade.sample;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.Locale;
import picocli.CommandLine;

/// Runs a command and turns what went wrong into a message and an exit code.
///
/// | code | when |
/// |---|---|
/// | 0 | done |
/// | 1 | failed: the message is on standard error |
/// | 2 | the command line makes no sense |
final class CommandRun {

    private CommandRun() {}

    static int of(Object command, String... arguments) {
        // Figures look the same on every machine, whatever language its user reads.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        return new CommandLine(command)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(message(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
    }

    static String message(Exception failure) {
        return switch (failure) {
            case SQLException sql ->
                "error: " + sql.getMessage()
                        + (sql.getSQLState() == null ? "" : " (SQLSTATE " + sql.getSQLState() + ")");
            case FileSystemException file ->
                "error: " + file.getFile() + ": "
                        + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
            case IOException io -> "error: " + io.getMessage();
            case IllegalArgumentException argument -> "error: " + argument.getMessage();
            case InterruptedException stopped -> "error: interrupted";
            case Exception fault -> "internal error: " + fault + "\n    at " + fault.getStackTrace()[0];
        };
    }
}
