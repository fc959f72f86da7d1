package io.colonnade.benchmarks.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Processes are killed while they write; `-Dcolonnade.torture.kills=300` kills more of them.
@Timeout(3600)
class TortureTest {
    private static final int KILLS = Integer.getInteger("colonnade.torture.kills", 20);

    @Test
    void whatWasAcknowledgedIsThereAfterAKill(@TempDir Path folder) throws Exception {
        long seed = new Random().nextInt(1_000_000);
        int onOneNode = KILLS - KILLS / 4;
        assertThat(new TortureCommand().with(seed, onOneNode, 1, 1000).run(folder.resolve("one")))
                .isNull();
        assertThat(new TortureCommand().with(seed, KILLS / 4, 3, 1000).run(folder.resolve("three")))
                .isNull();
    }

    @Test
    void aLedgerNoticesWhatIsLostAndWhatIsTooMuch() {
        Ledger ledger = new Ledger();
        ledger.hear("BEGIN 0 INSERT 7 3 .");
        ledger.hear("DONE 0 .");
        ledger.hear("BEGIN 1 INSERT 8 5 .");
        Deed.Batch three = new Deed.Batch(3, 1, false, 0);
        assertThat(ledger.compare(Map.of(7L, three))).isNull();
        assertThat(ledger.compare(Map.of())).contains("batch 7", "was acknowledged");
        assertThat(ledger.compare(Map.of(7L, three, 8L, three))).contains("batch 8", "nobody wrote it");
        ledger.hear("BEGIN 0 UPDATE 7 1 .");
        assertThat(ledger.compare(Map.of(7L, new Deed.Batch(3, 3, false, 0)))).contains("neither", "nor");
    }

    @Test
    void aLineThatWasCutOffDoesNotCount() {
        Ledger ledger = new Ledger();
        ledger.hear("BEGIN 0 INSERT 7 3");
        ledger.hear("BEGIN 1 INSERT 9 12 .");
        ledger.hear("DONE 1");
        assertThat(ledger.acknowledged()).isZero();
        assertThat(ledger.compare(Map.of(9L, new Deed.Batch(12, 1, false, 0)))).isNull();
        assertThat(Deed.parse(List.of("INSERT", "7"))).isNull();
    }
}
