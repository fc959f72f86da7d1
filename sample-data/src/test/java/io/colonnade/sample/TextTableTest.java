package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextTableTest {

    @Test
    void putsNumbersToTheRightAndTextToTheLeft() {
        TextTable table = new TextTable("year#", "city", "profit#");
        table.row("1992", "Åbo", "5");
        table.row("7", "København", "1234567");
        assertThat(printed(table, 9)).isEqualTo("""
                 year | city      |  profit
                ------+-----------+---------
                 1992 | Åbo       |       5
                    7 | København | 1234567
                """);
    }

    @Test
    void saysHowManyRowsItLeavesOut() {
        TextTable table = new TextTable("n#");
        for (int i = 0; i < 5; i++) {
            table.row(Integer.toString(i));
        }
        assertThat(printed(table, 2)).endsWith(" 1\n ... and 3 more rows\n");
    }

    private static String printed(TextTable table, int rowsMax) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), rowsMax);
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
