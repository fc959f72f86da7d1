package io.colonnade.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.planner.parse.SqlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The words that PostgreSQL does not reserve are names of tables and columns.
class WordsTest {
    /// All key words of PostgreSQL 17 that are not reserved, those included that cannot be functions or types.
    private static final String WORDS = """
            abort absent absolute access action add admin after aggregate also alter always asensitive
            assertion assignment at atomic attach attribute backward before begin between bigint bit boolean
            breadth by cache call called cascade cascaded catalog chain char character characteristics
            checkpoint class close cluster coalesce columns comment comments commit committed compression
            conditional configuration conflict connection constraints content continue conversion copy cost csv
            cube current cursor cycle data database day deallocate dec decimal declare defaults deferred
            definer delete delimiter delimiters depends depth detach dictionary disable discard document domain
            double drop each empty enable encoding encrypted enum error escape event exclude excluding
            exclusive execute exists explain expression extension external extract family filter finalize first
            float following force format forward function functions generated global granted greatest grouping
            groups handler header hold hour identity if immediate immutable implicit import include including
            increment indent index indexes inherit inherits inline inout input insensitive insert instead int
            integer interval invoker isolation json json_array json_arrayagg json_exists json_object
            json_objectagg json_query json_scalar json_serialize json_table json_value keep key keys label
            language large last leakproof least level listen load local location lock locked logged mapping
            match matched materialized maxvalue merge merge_action method minute minvalue mode month move name
            names national nchar nested new next nfc nfd nfkc nfkd no none normalize normalized nothing notify
            nowait nullif nulls numeric object of off oids old omit operator option options ordinality others
            out over overlay overriding owned owner parallel parameter parser partial partition passing
            password path plan plans policy position preceding precision prepare prepared preserve prior
            privileges procedural procedure procedures program publication quote quotes range read real
            reassign recursive ref referencing refresh reindex relative release rename repeatable replace
            replica reset restart restrict return returns revoke role rollback rollup routine routines row rows
            rule savepoint scalar schema schemas scroll search second security sequence sequences serializable
            server session set setof sets share show simple skip smallint snapshot source sql stable standalone
            start statement statistics stdin stdout storage stored strict string strip subscription substring
            support sysid system tables tablespace target temp template temporary text ties time timestamp
            transaction transform treat trigger trim truncate trusted type types uescape unbounded uncommitted
            unconditional unencrypted unknown unlisten unlogged until update vacuum valid validate validator
            value values varchar varying version view views volatile whitespace within without work wrapper
            write xml xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
            xmlroot xmlserialize xmltable year yes zone
            """;

    /// What the manual lists as reserved all the same.
    private static final Set<String> RESERVED =
            Set.of("between", "cube", "exists", "grouping", "interval", "rollup", "row", "set", "values");

    @Test
    void theyNameTablesAndColumns() {
        List<String> refused = new ArrayList<>();
        for (String word : WORDS.strip().split("\\s+")) {
            for (String sql : List.of(
                    "CREATE TABLE " + word + " (" + word + " INT, b INT)",
                    "SELECT t." + word + " AS " + word + " FROM " + word + " AS t ORDER BY t." + word,
                    "SELECT " + word + " FROM t WHERE b > " + word + " GROUP BY " + word,
                    "UPDATE t SET " + word + " = 1",
                    "SELECT sum(b) OVER (PARTITION BY " + word + " ORDER BY " + word + " ROWS 1 PRECEDING) FROM t")) {
                try {
                    SqlText.parse(sql);
                } catch (EngineException e) {
                    if (RESERVED.contains(word)) {
                        continue;
                    }
                    refused.add(sql + ": " + e.getMessage());
                }
            }
        }
        assertThat(refused).isEmpty();
    }

    @Test
    void theyAreQuotedWhereTheyAreReserved() {
        for (String word : RESERVED) {
            SqlText.parse("SELECT \"" + word + "\" FROM t");
        }
    }

    @Test
    void wordsOfFramesStillBeginFrames() {
        SqlText.parse("SELECT sum(b) OVER (ROWS 1 PRECEDING), sum(b) OVER (RANGE UNBOUNDED PRECEDING) FROM t");
        SqlText.parse("SELECT sum(b) OVER (GROUPS 1 PRECEDING), sum(b) OVER (PARTITION BY a) FROM t");
        SqlText.parse("SELECT sum(b) OVER (rows ORDER BY a) FROM t WINDOW rows AS (PARTITION BY a)");
    }
}
