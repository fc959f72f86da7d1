package io.colonnade.storage.file;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// Errors of the operating system in the engine's words, always with the name of the file.
public final class FileErrors {
    private FileErrors() {}

    /// `doing` completes "cannot ... FILE", such as "write".
    public static EngineException of(IOException error, String doing, Path file) {
        if (isDiskFull(error)) {
            return new EngineException(
                    ErrorCode.DISK_FULL,
                    "cannot " + doing + " " + file + ": the disk is full",
                    null,
                    "free space or move the database; nothing of the statement was kept",
                    error);
        }
        if (error instanceof NoSuchFileException) {
            return new EngineException(
                    ErrorCode.FILE_NOT_FOUND, "cannot " + doing + " " + file + ": it does not exist", error);
        }
        return new EngineException(ErrorCode.IO, "cannot " + doing + " " + file + ": " + error.getMessage(), error);
    }

    /// Whether the bytes of a file cannot be had, while the file is there and the process lacks nothing.
    public static boolean isDiskFailure(IOException error) {
        return error instanceof AccessDeniedException
                || String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT).contains("input/output error");
    }

    /// The JDK has no class of its own for ENOSPC and EDQUOT; their texts are those of the C library.
    private static boolean isDiskFull(IOException error) {
        String text = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return text.contains("no space left") || text.contains("quota exceeded") || text.contains("not enough space");
    }
}
