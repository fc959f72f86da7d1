package io.colonnade.exec.kernel.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.colonnade.exec.kernel.Words;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
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

    @Test
    void aLoopTakesMoreRowsTheOfterItIsCalled() {
        VectorShare share = new VectorShare(512, 300);
        for (int call = 1; call <= 400; call++) {
            assertThat(share.of(4096)).isEqualTo(call <= 200 ? 64 : call <= 300 ? 512 : 4096);
        }
        assertThat(new VectorShare(512, 300).of(17)).isEqualTo(17);
    }

    @Test
    void answersAreTheSameWhileALoopWarmsUp() {
        assumeTrue(Simd.isAvailable());
        Random random = new Random(4);
        RangeScan scalar = new ScalarRangeScan();
        for (int call = 0; call < 1_000; call++) {
            int rows = call % 3 == 0 ? random.nextInt(1, 200) : random.nextInt(1, 4097);
            byte[] bytes = new byte[rows * 8];
            random.nextBytes(bytes);
            MemorySegment values = MemorySegment.ofArray(bytes);
            long low = random.nextLong();
            long span = random.nextLong();
            for (int width = 1; width <= 8; width *= 2) {
                long[] meant = new long[Words.MAX];
                long[] mask = new long[Words.MAX];
                scan(scalar, width, values, rows, low, span, meant);
                scan(new WarmingRangeScan(), width, values, rows, low, span, mask);
                assertThat(Arrays.equals(mask, meant)).isTrue();
                int[] all = new int[rows];
                int[] found = new int[rows];
                int count = scalar.positions(meant, rows, all);
                assertThat(new WarmingRangeScan().positions(mask, rows, found)).isEqualTo(count);
                assertThat(Arrays.equals(all, 0, count, found, 0, count)).isTrue();
            }
        }
    }

    private static void scan(
            RangeScan scan, int width, MemorySegment values, int rows, long low, long span, long[] mask) {
        switch (width) {
            case 1 -> scan.scan8(values, rows, (byte) low, (byte) span, mask);
            case 2 -> scan.scan16(values, rows, (short) low, (short) span, mask);
            case 4 -> scan.scan32(values, rows, (int) low, (int) span, mask);
            default -> scan.scan64(values, rows, low, span, mask);
        }
        Words.trim(mask, rows);
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
