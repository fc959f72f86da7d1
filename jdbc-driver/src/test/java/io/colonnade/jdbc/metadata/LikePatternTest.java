package io.colonnade.jdbc.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikePatternTest {

    @ParameterizedTest
    @CsvSource({
        "%,        anything,   true",
        "'',       anything,   false",
        "sales,    SALES,      true",
        "s_les,    sales,      true",
        "s_les,    sles,       false",
        "s%,       sales,      true",
        "%s,       sales,      true",
        "%a%e%,    sales,      true",
        "%ab,      aab,        true",
        "%e%a%,    sales,      false",
        "my\\_table, my_table, true",
        "my\\_table, myxtable, false",
        "a\\%b,    a%b,        true",
        "a\\%b,    axb,        false",
        "a\\\\b,   a\\b,       true",
        "sales_%,  sales,      false",
        "____,     漢字🂡,      true"
    })
    void matchesAsDatabaseMetaDataPrescribes(String pattern, String name, boolean expected) {
        assertThat(new LikePattern(pattern).matches(name)).isEqualTo(expected);
    }

    @org.junit.jupiter.api.Test
    void noPatternMatchesEverythingAndTheEmptyOneNothing() {
        assertThat(new LikePattern(null).matches("x")).isTrue();
        assertThat(new LikePattern("").matches("x")).isFalse();
    }
}
