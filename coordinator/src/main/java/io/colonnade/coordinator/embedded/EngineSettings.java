package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.statement.RunSettings;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Page;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The settings of a connection URL.
///
/// | setting | of | default |
/// |---|---|---|
/// | nodes | the database, from its creation on | what the directory has, else 1 |
/// | memory | the engine, as long as it is open | half of the machine without the heap, at least 512 MiB |
/// | compaction | the engine, as it is opened | on |
/// | threads, page_rows | the connection | one thread for each core; 4096 |
/// | query_memory | the connection | all of `memory` |
/// | spill | the connection | needed |
///
/// `nodes` and `memoryBytes` are 0 if the URL does not name them.
record EngineSettings(int nodes, long memoryBytes, boolean compacts, RunSettings run) {
    private static final int NODES_MAX = 64;
    private static final int THREADS_MAX = 1024;
    private static final long MEMORY_MIN = 16L << 20;
    private static final long QUERY_MEMORY_MIN = 1L << 20;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(i?b)?");

    static final List<ConnectionSetting> ALL = List.of(
            new ConnectionSetting("nodes", "Nodes of the database in this JVM, 1 to " + NODES_MAX, "1"),
            new ConnectionSetting("threads", "Threads that work on a pipeline of a query", ""),
            new ConnectionSetting("memory", "Off-heap memory of the engine, such as 2GiB", ""),
            new ConnectionSetting("query_memory", "Off-heap memory of one query on a node, such as 64MiB", ""),
            new ConnectionSetting(
                    "spill", "needed: queries go to disk when memory is short; early: before, for tests", "needed"),
            new ConnectionSetting(
                    "compaction", "on: small segments are merged by the way; off: only by OPTIMIZE TABLE", "on"),
            new ConnectionSetting("page_rows", "Rows of a page at most, 1 to 4096; for tests", "4096"));

    static EngineSettings parse(ConnectionUrl url) {
        int nodes = (int) number(url, "nodes", 1, NODES_MAX, 0);
        int threads = (int)
                number(url, "threads", 1, THREADS_MAX, Runtime.getRuntime().availableProcessors());
        int pageRows = (int) number(url, "page_rows", 1, Page.ROWS_MAX, Page.ROWS_MAX);
        long queryMemory = size(url, "query_memory", QUERY_MEMORY_MIN, Long.MAX_VALUE);
        return new EngineSettings(
                nodes,
                size(url, "memory", MEMORY_MIN, 0),
                isFirst(url, "compaction", "on", "off"),
                new RunSettings(pageRows, threads, queryMemory, !isFirst(url, "spill", "needed", "early")));
    }

    private static long number(ConnectionUrl url, String name, long low, long high, long otherwise) {
        @Nullable String text = url.settings().get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= low && value <= high) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw refused(name, text, "a number from " + low + " to " + high);
    }

    private static long size(ConnectionUrl url, String name, long least, long otherwise) {
        @Nullable String text = url.settings().get(name);
        if (text == null) {
            return otherwise;
        }
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            int shift = " kmgt".indexOf(matcher.group(2).isEmpty() ? " " : matcher.group(2)) * 10;
            long number = Long.parseLong(matcher.group(1));
            if (number <= Long.MAX_VALUE >> shift && number << shift >= least) {
                return number << shift;
            }
        }
        throw refused(name, text, "a size of at least " + (least >> 20) + " MiB such as 512MiB or 2GiB");
    }

    /// True for the first of two values, which is also what holds without any.
    private static boolean isFirst(ConnectionUrl url, String name, String first, String second) {
        @Nullable String text = url.settings().get(name);
        if (text == null || text.equals(first)) {
            return true;
        }
        if (text.equals(second)) {
            return false;
        }
        throw refused(name, text, first + " or " + second);
    }

    private static EngineException refused(String name, String value, String wanted) {
        return new EngineException(
                ErrorCode.INVALID_PARAMETER,
                "the setting " + name + "=" + value + " cannot be used",
                null,
                "give " + wanted,
                null);
    }

    /// The memory of an engine whose URL names none.
    static long defaultMemoryBytes() {
        long least = 512L << 20;
        if (ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean machine) {
            long heap = Runtime.getRuntime().maxMemory();
            return Math.max(least, (machine.getTotalMemorySize() - heap) / 2);
        }
        return least;
    }
}
