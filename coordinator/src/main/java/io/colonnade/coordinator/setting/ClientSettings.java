package io.colonnade.coordinator.setting;

import io.colonnade.coordinator.setting.SessionSettings.Setting;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Settings of PostgreSQL that its clients set and ask for when they connect.
///
/// Each tells what is true of this engine, and takes only values that stay true: most take one. *Errors*: an
/// INVALID_PARAMETER for all others.
public final class ClientSettings {
    public static final String VERSION = "0.1.0";

    private static final Set<String> ORDERS = Set.of("MDY", "DMY", "YMD");
    private static final String ISOLATION = "transaction_isolation";
    private static final String READ_ONLY = "transaction_read_only";
    private static final String READ_ONLY_DEFAULT = "default_transaction_read_only";

    public static final List<Setting> ALL = List.of(
            setting("application_name", "", "What the client calls itself", text -> text),
            only("client_encoding", "UTF8", "Texts are sent and read as UTF-8", "utf8", "utf-8", "unicode"),
            only("client_min_messages", "notice", "Warnings are sent", "notice", "warning", "log"),
            setting(
                    "datestyle",
                    "ISO, MDY",
                    "Dates are written as in ISO 8601, and read so only",
                    ClientSettings::dates),
            setting(
                    "extra_float_digits",
                    "1",
                    "DOUBLE and REAL have the digits that tell them exactly: 1 to 3, which are the same",
                    text -> String.valueOf(SettingText.number("extra_float_digits", text, 1, 3))),
            setting(
                    READ_ONLY_DEFAULT,
                    SettingText.OFF,
                    "Whether transactions only read, if they do not say it themselves",
                    text -> SettingText.truth(READ_ONLY_DEFAULT, text)),
            only("idle_in_transaction_session_timeout", "0", "Transactions may stay open"),
            only("integer_datetimes", "on", "Times are whole microseconds", "on", "true"),
            only("intervalstyle", "postgres", "Intervals are written as 1 year 2 mons 3 days 04:05:06", "postgres"),
            only("lc_collate", "C", "Texts compare by their bytes", "c", "posix"),
            only("lock_timeout", "0", "There are no locks to wait for"),
            only("row_security", "on", "There are no policies for rows", "on", "off", "true", "false"),
            only("server_encoding", "UTF8", "Texts are UTF-8", "utf8"),
            only("server_version", VERSION, "Version of the engine"),
            only("standard_conforming_strings", "on", "A backslash is a character as others", "on", "true"),
            only("synchronous_commit", "on", "A commit is on disk when it returns", "on", "true"),
            setting(
                    ISOLATION,
                    "repeatable read",
                    "Transactions work on a snapshot, which is more than READ COMMITTED wants",
                    ClientSettings::isolation),
            setting(READ_ONLY, SettingText.OFF, "Whether the transaction of the statement only reads", text -> {
                throw refused(READ_ONLY, text, "write SET TRANSACTION READ ONLY, or SET " + READ_ONLY_DEFAULT);
            }));

    private ClientSettings() {}

    /// Whether transactions that do not say it themselves only read.
    public static boolean isReadOnly(RunSettings settings) {
        return SettingText.ON.equals(settings.client().get(READ_ONLY_DEFAULT));
    }

    /// The settings with what transactions do that do not say it themselves.
    public static RunSettings withReadOnly(RunSettings settings, boolean readOnly) {
        return settings.withClient(READ_ONLY_DEFAULT, readOnly ? SettingText.ON : SettingText.OFF);
    }

    /// The settings as a statement shows them whose transaction only reads, or does not.
    public static RunSettings within(RunSettings settings, boolean readOnly) {
        return settings.withClient(READ_ONLY, readOnly ? SettingText.ON : SettingText.OFF);
    }

    private static Setting setting(String name, String value, String description, UnaryOperator<String> accepted) {
        return new Setting(
                name,
                description,
                (settings, text) -> settings.withClient(name, accepted.apply(text)),
                settings -> settings.client().getOrDefault(name, value));
    }

    /// It always has this value, which `others` are ways to write.
    private static Setting only(String name, String value, String description, String... others) {
        return setting(name, value, description, text -> {
            String lower = text.strip().toLowerCase(Locale.ROOT);
            if (lower.equals(value.toLowerCase(Locale.ROOT)) || List.of(others).contains(lower)) {
                return value;
            }
            throw refused(name, text, "it is " + value);
        });
    }

    /// Nothing but ISO dates are read, so the order of others makes no difference.
    private static String dates(String text) {
        List<String> words = Arrays.stream(text.toUpperCase(Locale.ROOT).split(","))
                .map(String::strip)
                .toList();
        if (words.size() == 1 && words.getFirst().equals("ISO")) {
            return "ISO, MDY";
        }
        if (words.size() == 2 && words.getFirst().equals("ISO") && ORDERS.contains(words.getLast())) {
            return "ISO, " + words.getLast();
        }
        throw refused("datestyle", text, "give ISO");
    }

    private static String isolation(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "read uncommitted", "read committed", "repeatable read" -> "repeatable read";
            default -> throw refused(ISOLATION, text, "give repeatable read, or less");
        };
    }

    private static EngineException refused(String name, String value, String hint) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER, "the setting " + name + "=" + value + " cannot be used", null, hint, null);
    }
}
