package io.colonnade.sample.ssb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.colonnade.sample.table.RowRandom;
import io.colonnade.sample.table.RowSink;
import io.colonnade.sample.table.TextBuffer;

/// The fields that customers and suppliers share: name, address, city, nation, region and phone.
final class PartnerText {

    private static final byte[] ADDRESS_LETTERS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ ,".getBytes(US_ASCII);
    private static final int ADDRESS_ENDS = 62;

    private final TextBuffer text = new TextBuffer();
    private final byte[] nameStart;

    /// @param kind how names begin: `Customer` or `Supplier`
    PartnerText(String kind) {
        this.nameStart = (kind + "#").getBytes(US_ASCII);
    }

    void write(long key, RowRandom random, RowSink sink) {
        sink.text(text.clear().add(nameStart).add(key, 9));
        address(random);
        sink.text(text);
        int city = random.below(SsbWords.CITIES.length);
        int nation = city / SsbWords.CITIES_PER_NATION;
        sink.text(SsbWords.CITIES[city]);
        sink.text(SsbWords.NATIONS[nation]);
        sink.text(SsbWords.REGIONS[SsbWords.REGION_OF_NATION[nation]]);
        sink.text(text.clear()
                .add(10 + nation, 2)
                .add('-')
                .add(random.between(100, 999), 3)
                .add('-')
                .add(random.between(100, 999), 3)
                .add('-')
                .add(random.between(1000, 9999), 4));
    }

    /// 10 to 25 letters, digits, blanks and commas; neither the first nor the last is a blank or a comma.
    private void address(RowRandom random) {
        int length = random.between(10, 25);
        text.clear();
        for (int i = 0; i < length; i++) {
            boolean end = i == 0 || i == length - 1;
            text.add((char) ADDRESS_LETTERS[random.below(end ? ADDRESS_ENDS : ADDRESS_LETTERS.length)]);
        }
    }
}
