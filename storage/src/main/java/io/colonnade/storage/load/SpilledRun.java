package io.colonnade.storage.load;

import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.file.FileErrors;
import io.colonnade.storage.image.ImageFile;
import io.colonnade.storage.segment.PositionSet;
import java.io.IOException;
import java.nio.file.Path;

/// A run in a temporary file, an image whose rows lie in order.
final class SpilledRun {
    private SpilledRun() {}

    static Run open(FileSystem files, Path path, TableDefinition table, MemoryPool pool) throws IOException {
        ImageFile image = ImageFile.open(files, path);
        return new SegmentRun(
                image.segment(), table, PositionSet.empty(), false, pool, () -> close(files, path, image));
    }

    private static void close(FileSystem files, Path path, ImageFile image) {
        image.close();
        try {
            files.delete(path);
        } catch (IOException e) {
            throw FileErrors.of(e, "delete", path);
        }
    }
}
