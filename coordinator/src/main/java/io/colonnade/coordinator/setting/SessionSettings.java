package io.colonnade.coordinator.setting;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Page;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.planner.syntax.Suggestions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All that a session can set, each by its name, as a URL and as SET give it.
///
/// | setting | value | default |
/// |---|---|---|
/// | threads | threads of a pipeline | one for each core |
/// | query_memory | bytes on a node | all of `memory` |
/// | statement_timeout | time of a statement | 0: no limit |
/// | schema | of names without one; also `search_path` | main |
/// | timezone | a name of the tz database; also `time_zone` | UTC |
/// | page_rows | rows of a page at most | 4096 |
/// | spill | needed, early | needed |
public final class SessionSettings {
    private static final int THREADS_MAX = 1024;
    private static final long QUERY_MEMORY_MIN = 1L << 20;
    private static final String ALL_MEMORY = "all";
    private static final String TIME_ZONE = "timezone";
    private static final Map<String, String> ALIASES = Map.of(
            "search_path",
            "schema",
            "current_schema",
            "schema",
            "time_zone",
            TIME_ZONE,
            "time zone",
            TIME_ZONE,
            "default_transaction_isolation",
            "transaction_isolation");

    /// What somebody wants and what there is.
    interface Change {
        RunSettings apply(RunSettings settings, String text);
    }

    interface Shown {
        String of(RunSettings settings);
    }

    /// One of them.
    public static final class Setting {
        private final String name;
        private final String description;
        private final Change change;
        private final Shown shown;

        Setting(String name, String description, Change change, Shown shown) {
            this.name = name;
            this.description = description;
            this.change = change;
            this.shown = shown;
        }

        public String name() {
            return name;
        }

        public String description() {
            return description;
        }

        /// The same settings with this one as `text` says. *Errors*: INVALID_PARAMETER.
        public RunSettings set(RunSettings settings, String text) {
            return change.apply(settings, text);
        }

        /// Its value, as {@link #set} would take it.
        public String show(RunSettings settings) {
            return shown.of(settings);
        }
    }

    public static final List<Setting> ALL = List.of(
            new Setting(
                    "threads",
                    "Threads that work on a pipeline of a query",
                    (settings, text) -> settings.withThreads((int) SettingText.number("threads", text, 1, THREADS_MAX)),
                    settings -> String.valueOf(settings.threads())),
            new Setting(
                    "query_memory",
                    "Off-heap memory of one query on a node, such as 64MiB, or all",
                    (settings, text) -> settings.withMemoryBytes(queryMemory(text)),
                    settings -> settings.memoryBytes() == Long.MAX_VALUE
                            ? ALL_MEMORY
                            : SettingText.size(settings.memoryBytes())),
            new Setting(
                    "statement_timeout",
                    "Time that a statement may take, such as 30s; 0: no limit",
                    (settings, text) -> settings.withTimeoutMillis(SettingText.millis("statement_timeout", text)),
                    settings -> settings.timeoutMillis() == 0 ? "0" : settings.timeoutMillis() + "ms"),
            new Setting("schema", "Schema of names without one", RunSettings::withSchema, RunSettings::schema),
            new Setting(
                    TIME_ZONE,
                    "Zone in which TIMESTAMP WITH TIME ZONE is read and shown, such as Europe/Berlin",
                    (settings, text) -> settings.withTimeZone(TimeZones.named(text)),
                    settings -> TimeZones.name(settings.timeZone())),
            new Setting(
                    "page_rows",
                    "Rows of a page at most, 1 to 4096; for tests",
                    (settings, text) ->
                            settings.withPageRows((int) SettingText.number("page_rows", text, 1, Page.ROWS_MAX)),
                    settings -> String.valueOf(settings.pageRows())),
            new Setting(
                    "spill",
                    "needed: queries go to disk when memory is short; early: before, for tests",
                    (settings, text) -> settings.withSpill(!SettingText.isFirst("spill", text, "needed", "early")),
                    settings -> settings.spill() ? "early" : "needed"));

    private SessionSettings() {}

    private static long queryMemory(String text) {
        return text.strip().equalsIgnoreCase(ALL_MEMORY)
                ? Long.MAX_VALUE
                : SettingText.size("query_memory", text, QUERY_MEMORY_MIN);
    }

    /// What holds for a session whose URL names none.
    public static RunSettings defaults() {
        return new RunSettings(Page.ROWS_MAX, Runtime.getRuntime().availableProcessors(), Long.MAX_VALUE, false);
    }

    /// The setting of that name or of another name for it, if there is one.
    public static Optional<Setting> find(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String own = ALIASES.getOrDefault(lower, lower);
        return Stream.concat(ALL.stream(), ClientSettings.ALL.stream())
                .filter(setting -> setting.name().equals(own))
                .findFirst();
    }

    /// The setting of that name. *Errors*: UNKNOWN_OBJECT with the name that was probably meant.
    public static Setting get(String name) {
        return find(name)
                .orElseThrow(() -> new EngineException(
                        ErrorCode.UNKNOWN_OBJECT,
                        "there is no setting \"" + name + "\"",
                        null,
                        Suggestions.didYouMean(
                                name,
                                Stream.concat(ALL.stream(), ClientSettings.ALL.stream())
                                        .map(Setting::name)
                                        .toList()),
                        null));
    }
}
