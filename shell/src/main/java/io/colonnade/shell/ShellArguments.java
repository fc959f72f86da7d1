package io.colonnade.shell;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the command line of the shell asks for.
///
/// ```text
/// -c SQL   -cSQL   --command SQL   --command=SQL      options that take a value take it in these ways
/// --                                                  what follows is the URL, even if it begins with a dash
/// ```
///
/// Read by hand: a library for this would take a third of the time that `-c 'select 1'` has.
///
/// @param progress null: if this is a terminal
/// @param scripts what -c and -f name, in the order of the command line
record ShellArguments(
        Ask ask,
        String url,
        RowPrinter.Format format,
        @Nullable Boolean progress,
        List<Script> scripts) {

    /// What is wanted.
    enum Ask {
        RUN,
        HELP,
        VERSION
    }

    static final String DEFAULT_URL = "jdbc:colonnade:mem:";

    static final String USAGE = """
            Usage: colonnade shell [OPTION]... [URL]
            Runs SQL from options, files, standard input or a prompt.
                  [URL]            the database (default: jdbc:colonnade:mem:, a private
                                     one in memory);
                                   jdbc:colonnade:file:DIR is durable; both take ?nodes=N
              -c, --command=SQL    run this; may be repeated
              -f, --file=FILE      run this file (- is standard input); may be repeated,
                                     also between -c
                  --format=table|csv|json
                                   how results look (default: table)
                  --[no-]progress  tell how far a long COPY is (default: if this is a
                                     terminal)
              -h, --help           Show this help message and exit.
              -V, --version        Print version information and exit.
            Exit codes:
              0   all statements ran
              1   a statement failed
              2   wrong usage, or no connection
            """;

    /// A command line that means nothing, said in one sentence.
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    /// `input` makes the script that standard input is.
    static ShellArguments parse(String[] arguments, Supplier<Script> input) throws UsageException {
        @Nullable String url = null;
        RowPrinter.Format format = RowPrinter.Format.TABLE;
        @Nullable Boolean progress = null;
        List<Script> scripts = new ArrayList<>();
        Ask ask = Ask.RUN;
        boolean options = true;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            if (!options || !argument.startsWith("-") || argument.equals("-")) {
                if (url != null) {
                    throw new UsageException("Unmatched argument: '" + argument + "' (the URL is " + url + ")");
                }
                url = argument;
                continue;
            }
            String name = name(argument);
            @Nullable String attached = attached(argument, name);
            switch (name) {
                case "--" -> options = false;
                case "-c", "--command" -> scripts.add(new Script.Text(value(name, attached, rest)));
                case "-f", "--file" -> {
                    String file = value(name, attached, rest);
                    scripts.add(file.equals("-") ? input.get() : new Script.File(Path.of(file)));
                }
                case "--format" -> format = format(value(name, attached, rest));
                case "--progress" -> progress = true;
                case "--no-progress" -> progress = false;
                case "-h", "--help" -> ask = Ask.HELP;
                case "-V", "--version" -> ask = ask == Ask.HELP ? ask : Ask.VERSION;
                default -> throw new UsageException("Unknown option: '" + argument + "'");
            }
        }
        return new ShellArguments(ask, url == null ? DEFAULT_URL : url, format, progress, List.copyOf(scripts));
    }

    /// The option without what may be attached to it.
    private static String name(String argument) {
        if (!argument.startsWith("--")) {
            return argument.substring(0, Math.min(2, argument.length()));
        }
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        // Of those without a value nothing may be attached, and they are unknown with it.
        return equals >= 0 && !List.of("--command", "--file", "--format").contains(name) ? argument : name;
    }

    private static @Nullable String attached(String argument, String name) {
        if (argument.length() == name.length()) {
            return null;
        }
        int sign = argument.charAt(name.length()) == '=' ? 1 : 0;
        return argument.substring(name.length() + sign);
    }

    private static String value(String name, @Nullable String attached, Iterator<String> rest) throws UsageException {
        if (attached != null) {
            return attached;
        }
        if (!rest.hasNext()) {
            throw new UsageException("Missing required parameter for option '" + name + "'");
        }
        return rest.next();
    }

    private static RowPrinter.Format format(String name) throws UsageException {
        for (RowPrinter.Format format : RowPrinter.Format.values()) {
            if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
                return format;
            }
        }
        throw new UsageException(
                "Invalid value for option '--format': expected one of table, csv, json but was '" + name + "'");
    }
}
