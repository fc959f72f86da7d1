package io.colonnade.storage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.system.FileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileGlobTest {
    @TempDir
    Path directory;

    @BeforeEach
    void makeFiles() throws IOException {
        for (String name : List.of("b.csv", "a.csv", ".hidden.csv", "x[1].csv", "sub/c.csv", "sub/deep/d.csv")) {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "1\n");
        }
    }

    private List<String> expand(String pattern) {
        return FileGlob.expand(pattern, directory, FileSystem.LOCAL).stream()
                .map(file -> directory.relativize(file).toString())
                .toList();
    }

    @Test
    void expandsPatternsInOrder() {
        assertThat(expand("a.csv")).containsExactly("a.csv");
        assertThat(expand(directory + "/./b.csv")).containsExactly("b.csv");
        assertThat(expand("?.csv")).containsExactly("a.csv", "b.csv");
        assertThat(expand("*.csv")).containsExactly("a.csv", "b.csv", "x[1].csv");
        assertThat(expand("{a,x*}.csv")).containsExactly("a.csv", "x[1].csv");
        assertThat(expand(".h*")).containsExactly(".hidden.csv");
        assertThat(expand("s*/*.csv")).containsExactly("sub/c.csv");
        assertThat(expand("**/*.csv")).containsExactly("a.csv", "b.csv", "sub/c.csv", "sub/deep/d.csv", "x[1].csv");
        assertThat(expand("sub/**")).containsExactly("sub/c.csv", "sub/deep/d.csv");
    }

    @Test
    void takesAnExistingNameLiterally() {
        assertThat(expand("x[1].csv")).containsExactly("x[1].csv");
    }

    @Test
    void explainsWhatIsWrong() {
        assertThat(failure("none.csv").code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(failure("nowhere/none.csv").hint()).contains("nowhere");
        assertThat(failure("*.parquet").code()).isEqualTo(ErrorCode.FILE_NOT_FOUND);
        assertThat(failure("sub")).hasMessageContaining("is a directory");
        assertThat(failure("[a.csv").code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(failure("").code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
    }

    private EngineException failure(String pattern) {
        EngineException error = catchThrowableOfType(EngineException.class, () -> expand(pattern));
        assertThat(error).isNotNull();
        return error;
    }
}
