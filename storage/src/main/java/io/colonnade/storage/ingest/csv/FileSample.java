package io.colonnade.storage.ingest.csv;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The beginning of a file of text, decompressed as its extension says. `isWhole` says that it is all of it.
public record FileSample(String text, boolean isWhole) {
    private static final int BYTES_MAX = 1024 * 1024;

    public static FileSample of(Path file, FileSystem fileSystem) {
        try (FileBytes bytes = FileBytes.open(file, fileSystem)) {
            byte[] sample = new byte[BYTES_MAX];
            int count = (int) bytes.read(MemorySegment.ofArray(sample));
            String text = new String(Arrays.copyOf(sample, count), StandardCharsets.UTF_8);
            return new FileSample(text.startsWith("\uFEFF") ? text.substring(1) : text, count < BYTES_MAX);
        }
    }

    /// Bytes as they lie on disk.
    public static long size(Path file, FileSystem fileSystem) {
        try (FileChannel channel = fileSystem.open(file, StandardOpenOption.READ)) {
            return channel.size();
        } catch (IOException e) {
            throw new EngineException(ErrorCode.IO, "cannot open file " + file + ": " + e.getMessage(), e);
        }
    }
}
