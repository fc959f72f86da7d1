package io.colonnade.coordinator.embedded;

import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.setting.SessionSettings;
import io.colonnade.coordinator.setting.SettingText;
import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/// The settings of a connection URL.
///
/// | setting | of | default |
/// |---|---|---|
/// | nodes | the database, from its creation on | what the directory has, else 1 |
/// | memory | the engine, as long as it is open | half of the machine without the heap, at least 512 MiB |
/// | compaction | the engine, as it is opened | on |
/// | those of {@link SessionSettings} | the connection | |
///
/// `nodes` and `memoryBytes` are 0 if the URL does not name them.
record EngineSettings(int nodes, long memoryBytes, boolean compacts, RunSettings run) {
    private static final int NODES_MAX = 64;
    private static final long MEMORY_MIN = 16L << 20;

    static final List<ConnectionSetting> ALL = all();

    private static List<ConnectionSetting> all() {
        List<ConnectionSetting> all = new ArrayList<>(List.of(
                new ConnectionSetting("nodes", "Nodes of the database in this JVM, 1 to " + NODES_MAX, "1"),
                new ConnectionSetting("memory", "Off-heap memory of the engine, such as 2GiB", ""),
                new ConnectionSetting(
                        "compaction", "on: small segments are merged by the way; off: only by OPTIMIZE TABLE", "on")));
        RunSettings defaults = SessionSettings.defaults();
        SessionSettings.ALL.forEach(setting ->
                all.add(new ConnectionSetting(setting.name(), setting.description(), setting.show(defaults))));
        return List.copyOf(all);
    }

    static EngineSettings parse(ConnectionUrl url) {
        RunSettings run = SessionSettings.defaults();
        for (SessionSettings.Setting setting : SessionSettings.ALL) {
            String text = url.settings().get(setting.name());
            if (text != null) {
                run = setting.set(run, text);
            }
        }
        String nodes = url.settings().get("nodes");
        String memory = url.settings().get("memory");
        String compaction = url.settings().get("compaction");
        return new EngineSettings(
                nodes == null ? 0 : (int) SettingText.number("nodes", nodes, 1, NODES_MAX),
                memory == null ? 0 : SettingText.size("memory", memory, MEMORY_MIN),
                compaction == null || SettingText.isFirst("compaction", compaction, "on", "off"),
                run);
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
