package io.colonnade.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.sample.table.SampleColumn;
import io.colonnade.sample.table.SampleTable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SampleSchemaTest {

    private static final Pattern COLUMN =
            Pattern.compile("(?m)^  ([a-z_0-9]+)\\s+([A-Z]+)(\\(\\d+(?:, (\\d+))?\\))?( NOT NULL)?,$");

    @ParameterizedTest
    @EnumSource(SampleSchema.class)
    void statementsDeclareTheColumnsThatTheGeneratorMakes(SampleSchema schema) {
        List<SampleTable> tables = schema.tables(1, 1);
        List<String> statements = schema.createStatements();
        assertThat(statements).hasSameSizeAs(tables);
        for (int i = 0; i < tables.size(); i++) {
            SampleTable table = tables.get(i);
            String statement = statements.get(i);
            assertThat(statement).startsWith("CREATE TABLE " + table.name() + " (");
            Matcher declared = COLUMN.matcher(statement);
            for (SampleColumn column : table.columns()) {
                assertThat(declared.find()).as(column.name()).isTrue();
                assertThat(declared.group(1)).isEqualTo(column.name());
                assertThat(declared.group(2))
                        .as(column.name())
                        .isEqualTo(column.kind().name());
                assertThat(declared.group(5) == null).as(column.name()).isEqualTo(column.nullable());
                if (column.kind() == SampleColumn.Kind.DECIMAL) {
                    assertThat(declared.group(3)).isEqualTo("(%d, %d)".formatted(column.precision(), column.scale()));
                }
            }
            assertThat(declared.find()).as("more columns in %s", table.name()).isFalse();
            boolean fact = i == tables.size() - 1;
            assertThat(statement).contains("ORDER BY");
            if (SampleSchema.OWN.contains(schema)) {
                assertThat(statement).contains(fact ? "DISTRIBUTE BY HASH(" : "REPLICATED");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SampleSchema.class,
            names = {"SSB", "RETAIL"})
    void queriesHaveANameATitleAndAText(SampleSchema schema) {
        for (SampleQuery query : schema.queries()) {
            assertThat(query.title()).endsWith(".").doesNotStartWith("--");
            assertThat(query.sql()).startsWith("SELECT").doesNotContain(";").doesNotContain("--");
            assertThat(query.sql().toLowerCase(Locale.ROOT)).contains("from");
        }
        assertThat(schema.queries()).extracting(SampleQuery::name).doesNotHaveDuplicates();
    }
}
