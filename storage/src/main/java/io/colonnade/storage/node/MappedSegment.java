package io.colonnade.storage.node;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Column;
import io.colonnade.storage.image.ImageFile;
import io.colonnade.storage.segment.Segment;
import io.colonnade.storage.segment.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A segment read from its mapped image, which is made again when it turns out to be damaged: whoever reads a
/// block does not notice.
///
/// ```text
/// column --checksum wrong, disk or file gone--> mender: image set aside, made again of the Parquet file --> column
/// ```
///
/// *Ownership*: images stay mapped until {@link #close}, damaged ones too, since columns of theirs are in use.
final class MappedSegment implements Segment {
    private final Mender mender;
    private final List<ImageFile> mapped = new ArrayList<>();
    private volatile ImageFile image;

    /// Makes a damaged image again, and maps it.
    interface Mender {
        ImageFile mend(String reason);

        /// The image that was made is not encoded like the one before, so that columns of both do not go together:
        /// whoever opens the segment next shall have the new one.
        void replace();
    }

    MappedSegment(ImageFile image, Mender mender) {
        this.image = image;
        this.mender = mender;
        mapped.add(image);
    }

    private <T extends @Nullable Object> T read(Supplier<T> reading) {
        ImageFile used = image;
        String reason;
        try {
            return reading.get();
        } catch (EngineException e) {
            if (e.code() != ErrorCode.CORRUPT_DATA) {
                throw e;
            }
            reason = e.message();
        } catch (InternalError e) {
            // What a mapped file gives that was cut off, or that the disk does not give any more.
            reason = "it cannot be read: " + e.getMessage();
        }
        mend(used, reason);
        return reading.get();
    }

    private void mend(ImageFile used, String reason) {
        synchronized (this) {
            if (image != used) {
                return;
            }
            ImageFile made = mender.mend(reason);
            mapped.add(made);
            if (made.segment().isEncodedLike(used.segment())) {
                image = made;
                return;
            }
        }
        mender.replace();
        throw new EngineException(
                ErrorCode.CORRUPT_DATA,
                "the image of segment " + id() + " was damaged and has been made again",
                null,
                "run the statement again",
                null);
    }

    @Override
    public long id() {
        return image.segment().id();
    }

    @Override
    public long rowCount() {
        return image.segment().rowCount();
    }

    @Override
    public int blockCount() {
        return image.segment().blockCount();
    }

    @Override
    public int blockRows(int block) {
        return image.segment().blockRows(block);
    }

    @Override
    public boolean has(int columnId) {
        return image.segment().has(columnId);
    }

    @Override
    public Column column(int columnId, int block) {
        return read(() -> image.segment().column(columnId, block));
    }

    @Override
    public Zone zone(int columnId, int block) {
        return image.segment().zone(columnId, block);
    }

    @Override
    public Zone zone(int columnId) {
        return image.segment().zone(columnId);
    }

    @Override
    public Column.@Nullable Plain dictionary(int columnId) {
        return read(() -> image.segment().dictionary(columnId));
    }

    @Override
    public long columnBytes(int columnId, int block) {
        return image.segment().columnBytes(columnId, block);
    }

    synchronized void close() {
        mapped.forEach(ImageFile::close);
    }
}
