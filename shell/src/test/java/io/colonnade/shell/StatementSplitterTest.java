package io.colonnade.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatementSplitterTest {

    private static List<ScriptItem> split(String text) {
        StatementSplitter splitter = new StatementSplitter();
        List<ScriptItem> items = new ArrayList<>();
        text.lines().forEach(line -> items.addAll(splitter.feed(line)));
        splitter.finish().ifPresent(items::add);
        return items;
    }

    private static List<String> texts(String text) {
        return split(text).stream().map(item -> ((ScriptItem.Sql) item).text()).toList();
    }

    @Test
    void semicolonsEndStatementsAlsoSeveralOnALine() {
        assertThat(texts("select 1; select 2 ;;\n  select\n3;")).containsExactly("select 1", "select 2", "select\n3");
    }

    @Test
    void theLastStatementNeedsNoSemicolon() {
        assertThat(texts("select 1;\nselect 2\n")).containsExactly("select 1", "select 2");
        assertThat(texts("select 1")).containsExactly("select 1");
        assertThat(texts(" \n -- nothing\n /* at ; all */ ;\n")).isEmpty();
    }

    @Test
    void semicolonsInQuotesAndCommentsDoNotCut() {
        assertThat(texts("select 'a;b', 'it''s;' , \"c;\"\"d\"; select 2"))
                .containsExactly("select 'a;b', 'it''s;' , \"c;\"\"d\"", "select 2");
        assertThat(texts("select 1 -- no; 'cut\n, 2; select 3"))
                .containsExactly("select 1 -- no; 'cut\n, 2", "select 3");
        assertThat(texts("select /* ; ' \n ; */ 1; select 2")).containsExactly("select /* ; ' \n ; */ 1", "select 2");
        assertThat(texts("select 'two\nlines;'; select 2")).containsExactly("select 'two\nlines;'", "select 2");
        assertThat(texts("select '\\'; select 2")).containsExactly("select '\\'", "select 2");
        assertThat(texts("select 3/*;*/*/*;*/4; select 6-5; select 6/2"))
                .containsExactly("select 3/*;*/*/*;*/4", "select 6-5", "select 6/2");
    }

    @Test
    void commandsStandOnLinesBetweenStatements() {
        assertThat(split("\\d  lineorder ;\nselect 1;\n  \\timing\nselect\n\\d;"))
                .containsExactly(
                        new ScriptItem.Command("\\d", "lineorder"),
                        new ScriptItem.Sql("select 1", 2),
                        new ScriptItem.Command("\\timing", ""),
                        new ScriptItem.Sql("select\n\\d", 4));
    }

    @Test
    void statementsKnowTheLineTheyBeginOn() {
        assertThat(split("\n\n  select 1;\n-- about two\nselect 2; select 3;"))
                .containsExactly(
                        new ScriptItem.Sql("select 1", 3),
                        new ScriptItem.Sql("-- about two\nselect 2", 4),
                        new ScriptItem.Sql("select 3", 5));
    }

    @Test
    void aTextIsCompleteWhenNothingIsOpen() {
        assertThat(StatementSplitter.isComplete("")).isTrue();
        assertThat(StatementSplitter.isComplete("select 1;")).isTrue();
        assertThat(StatementSplitter.isComplete("select 1; -- done")).isTrue();
        assertThat(StatementSplitter.isComplete("\\d lineorder")).isTrue();
        assertThat(StatementSplitter.isComplete("select 1")).isFalse();
        assertThat(StatementSplitter.isComplete("select 'a;")).isFalse();
        assertThat(StatementSplitter.isComplete("select 1; select")).isFalse();
        assertThat(StatementSplitter.isComplete("/* open")).isFalse();
    }

    @Test
    void joinedStatementsComeApartAsTheyWere() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        String[] pieces = {"select", " ", "1", "'a;''b'", "\"x;y\"", "-- c;'\n", "/* d;\n' */", "\n", "+", "'é🂡'"};
        for (int run = 0; run < 2_000; run++) {
            List<String> statements = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                StringBuilder statement = new StringBuilder("x");
                for (int j = random.nextInt(8); j > 0; j--) {
                    statement.append(pieces[random.nextInt(pieces.length)]);
                }
                statements.add(statement.append("\ny").toString());
            }
            assertThat(texts(String.join(";\n", statements) + ";"))
                    .as("seed %d run %d", seed, run)
                    .isEqualTo(statements);
        }
    }
}
