package io.colonnade.coordinator.care;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.storage.node.CopyReport;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// What BACKUP and RESTORE answer: one row.
public final class CopiedFiles {
    /// The columns of the row.
    public static final List<CareRows.CareColumn> COLUMNS = List.of(
            new CareRows.CareColumn("files_linked", Type.BIGINT, false),
            new CareRows.CareColumn("files_copied", Type.BIGINT, false),
            new CareRows.CareColumn("bytes", Type.BIGINT, false),
            new CareRows.CareColumn("milliseconds", Type.BIGINT, false),
            new CareRows.CareColumn("version", Type.BIGINT, false),
            new CareRows.CareColumn("taken", Type.TIMESTAMP, true));

    private CopiedFiles() {}

    static CareRows row(CopyReport report, long nanos) {
        Long taken = report.takenMillis();
        return new CareRows(
                COLUMNS,
                List.of(List.of(
                        Datum.of(report.linked()),
                        Datum.of(report.copied()),
                        Datum.of(report.bytes()),
                        Datum.of(nanos / 1_000_000),
                        Datum.of(report.version()),
                        taken == null ? Datum.NULL : Datum.of(taken * 1000))));
    }

    /// The directory that a statement names.
    static Path directory(String name, Path workingDirectory) {
        try {
            if (!name.isBlank()) {
                return workingDirectory.toAbsolutePath().resolve(name).normalize();
            }
        } catch (InvalidPathException e) {
            // Refused below.
        }
        throw new EngineException(ErrorCode.INVALID_PARAMETER, "'" + name + "' is not the name of a directory");
    }
}
