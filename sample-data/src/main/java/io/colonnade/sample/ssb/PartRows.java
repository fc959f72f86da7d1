package io.colonnade.sample.ssb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.SampleTable;
import io.colonnade.sample.table.TextBuffer;
import java.io.IOException;

/// Rows of `part`: manufacturer, category and brand are a hierarchy of 5 x 5 x 40.
///
/// ```
/// p_mfgr MFGR#2   p_category MFGR#22   p_brand1 MFGR#221 .. MFGR#2240
/// ```
record PartRows(long seed) implements SampleTable.Rows {

    private static final byte[] MFGR = "MFGR#".getBytes(US_ASCII);

    @Override
    public void generate(long from, long to, RowSink sink) throws IOException {
        RowRandom random = new RowRandom(seed, "ssb.part");
        TextBuffer text = new TextBuffer();
        for (long row = from; row < to; row++) {
            random.startRow(row);
            sink.whole(row + 1);
            sink.text(text.clear().add(color(random)).add(' ').add(color(random)));
            sink.text(text.clear().add(MFGR).add(random.between(1, 5), 1));
            sink.text(text.add(random.between(1, 5), 1));
            sink.text(text.add(random.between(1, 40), 1));
            sink.text(color(random));
            sink.text(SsbWords.TYPES[random.below(SsbWords.TYPES.length)]);
            sink.whole(random.between(1, 50));
            sink.text(SsbWords.CONTAINERS[random.below(SsbWords.CONTAINERS.length)]);
            sink.endRow();
        }
    }

    /// The price of a part in cents, a function of its key: 900.01 and up.
    static int price(int partKey) {
        return 90_000 + partKey / 10 % 20_001 + partKey % 1_000 * 100;
    }

    private static byte[] color(RowRandom random) {
        return SsbWords.COLORS[random.below(SsbWords.COLORS.length)];
    }
}
