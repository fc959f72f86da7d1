package io.colonnade.exec.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.exec.kernel.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VectorTwinTest {
    @Test
    void masksGiveTheSamePositions() {
        assumeTrue(Simd.isAvailable());
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            int rows = random.nextInt(1, 4097);
            long[] mask = new long[Words.MAX];
            for (int word = 0; word < Words.words(rows); word++) {
                mask[word] = switch (random.nextInt(4)) {
                    case 0 -> -1;
                    case 1 -> 1L << random.nextInt(64);
                    default -> random.nextLong() & random.nextLong();
                };
            }
            Words.trim(mask, rows);
            int[] scalar = new int[rows];
            int[] vector = new int[rows];
            int count = new ScalarRangeScan().positions(mask, rows, scalar);
            assertThat(new VectorRangeScan().positions(mask, rows, vector)).isEqualTo(count);
            assertThat(Arrays.equals(scalar, 0, count, vector, 0, count)).isTrue();
        }
    }

    /// What an embedding program without our JVM flags runs.
    public static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            RangeScan scan = RangeScan.best();
            System.out.println(scan.getClass().getSimpleName());
        }
    }

    @Test
    void theScalarTwinServesAJvmWithoutTheVectorApi() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xlog:class+load",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(output).contains("ScalarRangeScan").doesNotContain("VectorRangeScan");
    }
}
