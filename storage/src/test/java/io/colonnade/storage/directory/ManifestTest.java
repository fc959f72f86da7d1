package io.colonnade.storage.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.system.FileSystem;
import io.colonnade.storage.image.Checksums;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a directory says of itself.
class ManifestTest {
    @TempDir
    private Path directory;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Manifest backup = new Manifest("id", 3, new Manifest.Backup("original", 17, 1234));
        backup.write(FileSystem.LOCAL, directory);
        assertThat(Manifest.read(FileSystem.LOCAL, directory)).isEqualTo(backup);
        Manifest plain = new Manifest("id", 1, null);
        plain.write(FileSystem.LOCAL, directory);
        assertThat(Manifest.read(FileSystem.LOCAL, directory)).isEqualTo(plain);
    }

    @Test
    void theFirstVersionIsReadAndALaterOneRefused() throws IOException {
        write(1, new byte[] {4, 'n', 'a', 'm', 'e', 6});
        assertThat(Manifest.read(FileSystem.LOCAL, directory)).isEqualTo(new Manifest("name", 3, null));
        write(3, "something else".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Manifest.read(FileSystem.LOCAL, directory))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("colonnade.database has version 3 of the format");
    }

    private void write(int version, byte[] payload) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("CLNDDATA".getBytes(StandardCharsets.UTF_8)).putInt(version).putInt(payload.length);
        byte[] covered = ByteBuffer.allocate(8 + payload.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(version)
                .putInt(payload.length)
                .put(payload)
                .array();
        bytes.putInt(Checksums.crc32c(covered, 0, covered.length)).put(payload);
        Files.write(directory.resolve("colonnade.database"), bytes.array());
    }
}
