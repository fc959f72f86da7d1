package io.colonnade.storage.verify;

import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.ImageSegment;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The bytes of a segment where they are stored. `parquet` is null for a segment without files; `imageName` is what
/// errors call the image, and `imageAdvice` what to do about a damaged one.
public record StoredSegment(
        FileSystem files, @Nullable Path parquet, String imageName, String imageAdvice, ImageOpener image) {

    /// Opens the image as if nobody had read it before, so that every checksum is looked at again.
    public interface ImageOpener {
        /// *Errors*: CORRUPT_DATA if it is damaged.
        OpenImage open() throws IOException;
    }

    /// An image that is open; `close` gives back what it holds.
    public record OpenImage(ImageSegment segment, long bytes, Runnable release) implements AutoCloseable {
        @Override
        public void close() {
            release.run();
        }
    }
}
