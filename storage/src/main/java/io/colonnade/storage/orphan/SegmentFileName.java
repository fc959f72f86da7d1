package io.colonnade.storage.orphan;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The name of a file that this engine writes into a folder of segments: `17.parquet`, `17.image`, and
/// `17.image.damaged-2` for an image that was set aside.
public record SegmentFileName(long segmentId, boolean isSetAside) {
    private static final Pattern NAMES =
            Pattern.compile("([0-9]{1,18})[.](?:parquet|image|image[.]tmp|(image[.]damaged(?:-[0-9]+)?))");
    /// What is appended to the name of an image that is set aside.
    public static final String DAMAGED = ".damaged";

    /// Empty if the file is somebody else's.
    public static Optional<SegmentFileName> of(Path file) {
        Matcher matcher = NAMES.matcher(String.valueOf(file.getFileName()));
        return matcher.matches()
                ? Optional.of(new SegmentFileName(Long.parseLong(matcher.group(1)), matcher.group(2) != null))
                : Optional.empty();
    }
}
