package io.colonnade.benchmarks.worker;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Memory of a process as Linux counts it, in bytes; zeros elsewhere.
///
/// @param peak the most that was resident at once since the process began (`VmHWM`)
/// @param anonymous resident now and belonging to no file: heap, buffers
/// @param mapped resident now as part of a file: mapped data, libraries
public record ResidentMemory(long peak, long anonymous, long mapped) {
    static ResidentMemory own() throws IOException {
        Path status = Path.of("/proc/self/status");
        long peak = 0;
        long anonymous = 0;
        long mapped = 0;
        if (Files.isReadable(status)) {
            for (String line : Files.readAllLines(status)) {
                String[] parts = line.split("\\s+");
                switch (parts[0]) {
                    case "VmHWM:" -> peak = Long.parseLong(parts[1]) << 10;
                    case "RssAnon:" -> anonymous = Long.parseLong(parts[1]) << 10;
                    case "RssFile:" -> mapped = Long.parseLong(parts[1]) << 10;
                    default -> {}
                }
            }
        }
        return new ResidentMemory(peak, anonymous, mapped);
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(peak);
        out.writeLong(anonymous);
        out.writeLong(mapped);
    }

    static ResidentMemory read(DataInput in) throws IOException {
        return new ResidentMemory(in.readLong(), in.readLong(), in.readLong());
    }
}
