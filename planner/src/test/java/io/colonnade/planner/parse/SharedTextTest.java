package io.colonnade.planner.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedTextTest {
    @Test
    void literalsAreFoundBehindTabulatorsAndLineEnds() {
        assertThat(
                        shared(
                                "select\ta\nfrom\tt\nwhere\n\tb\t=\t5\n\tand c\t< 'x'\r\n\tor d between\t1 and\t2\norder by\ta"))
                .isEqualTo(
                        "select\ta\nfrom\tt\nwhere\n\tb\t=\t?\n\tand c\t< ?\r\n\tor d between\t? and\t?\norder by\ta");
    }

    @Test
    void aLiteralThatIsNotComparedStays() {
        assertThat(shared("SELECT a, 1 FROM t WHERE b = 5 AND (c < 'x' OR d BETWEEN 1 AND 2) ORDER BY 1 LIMIT 3"))
                .isEqualTo("SELECT a, 1 FROM t WHERE b = ? AND (c < ? OR d BETWEEN ? AND ?) ORDER BY 1 LIMIT 3");
    }

    private static String shared(String sql) {
        SharedText text = SharedText.of(sql);
        return text == null ? "" : text.sql();
    }
}
