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
                        "select\ta\nfrom\tt\nwhere\n\tb\t=\t $1 \n\tand c\t<  $2 \r\n\tor d between\t $3  and\t $4 \norder by\ta");
    }

    @Test
    void aLiteralThatIsNotComparedStays() {
        assertThat(shared("SELECT a, 1 FROM t WHERE b = 5 AND (c < 'x' OR d BETWEEN 1 AND 2) ORDER BY 1 LIMIT 3"))
                .isEqualTo(
                        "SELECT a, 1 FROM t WHERE b =  $1  AND (c <  $2  OR d BETWEEN  $3  AND  $4 ) ORDER BY 1 LIMIT 3");
    }

    @Test
    void listsPatternsAndCallsAreCompared() {
        assertThat(shared("SELECT a FROM t WHERE b IN(1,2) AND c NOT LIKE'x%' GROUP BY a HAVING SUM(b + 1) > 300"))
                .isEqualTo(
                        "SELECT a FROM t WHERE b IN( $1 , $2 ) AND c NOT LIKE $3  GROUP BY a HAVING SUM(b + 1) >  $4 ");
        assertThat(shared("SELECT a FROM t WHERE b IN (1, a) OR c LIKE 'x' ESCAPE '!' OR (a + b) = 1"))
                .isEmpty();
    }

    @Test
    void sumsOfTwoLiteralsAreOneValue() {
        assertThat(shared("SELECT a FROM t WHERE b < DATE '1995-01-31' + INTERVAL '1' MONTH AND c > 0.06 - 0.01"))
                .isEqualTo("SELECT a FROM t WHERE b <  $1  AND c >  $2 ");
        assertThat(shared("SELECT a FROM t WHERE c > 1 + 2 * 3 OR c > 2 - b OR b > DATE '1995-01-31' + 1"))
                .isEmpty();
    }

    @Test
    void equalLiteralsThatAreComparedWithTheSameAreOneParameter() {
        assertThat(shared("SELECT a FROM t WHERE b = 1 OR b = 1 OR c = 1 OR b = 2"))
                .isEqualTo("SELECT a FROM t WHERE b =  $1  OR b =  $1  OR c =  $2  OR b =  $3 ");
    }

    private static String shared(String sql) {
        SharedText text = SharedText.of(sql);
        return text == null ? "" : text.sql();
    }
}
