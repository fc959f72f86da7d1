package io.colonnade.benchmarks.fuzz;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.fuzz.check.CheckKind;
import io.colonnade.benchmarks.fuzz.check.Rows;
import io.colonnade.benchmarks.fuzz.shrink.Shrinking;
import io.colonnade.benchmarks.fuzz.text.Dialect;
import io.colonnade.benchmarks.fuzz.text.Part;

/// A failing check as a case of an .slt file.
final class CaseText {
    private CaseText() {}

    static String of(String origin, Shrinking.Result result) {
        StringBuilder text = new StringBuilder();
        text.append("# ")
                .append(origin)
                .append(", ")
                .append(result.check().kind())
                .append(", ");
        text.append(result.fault().kind()).append("\n# ");
        text.append(result.fault().detail().replace("\n", "\n# ")).append("\n\n");
        for (String statement : result.check().world().statements(Dialect.COLONNADE)) {
            text.append("statement ok\n").append(statement).append("\n\n");
        }
        if (result.check().kind() == CheckKind.CHANGES) {
            for (Part change : result.check().root().parts()) {
                text.append("statement ok\n")
                        .append(change.text(Dialect.COLONNADE))
                        .append("\n\n");
            }
        }
        text.append("query rowsort\n").append(result.fault().sql()).append("\n----\n");
        Answer expected = result.fault().expected();
        if (expected != null) {
            expected.rows().forEach(row -> text.append(Rows.line(row)).append('\n'));
        }
        return text.toString();
    }
}
