package io.colonnade.exec.expression.evaluator;

import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.type.Type;
import io.colonnade.exec.kernel.Assembly;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// CASE: each condition is evaluated for the rows that no branch has taken, each value for the rows that took it.
public final class CaseEvaluator implements Evaluator {
    /// WHEN condition THEN value.
    public record Branch(Predicate condition, Evaluator value) {}

    private final Type type;
    private final List<Branch> branches;
    private final Evaluator otherwise;

    public CaseEvaluator(Type type, List<Branch> branches, Evaluator otherwise) {
        this.type = type;
        this.branches = List.copyOf(branches);
        this.otherwise = otherwise;
    }

    @Override
    public Column evaluate(Page page, SegmentAllocator scratch) {
        Rest rest = new Rest(page);
        Assembly assembly = null;
        for (Branch branch : branches) {
            Selection hits = branch.condition().select(rest.page, scratch);
            if (hits == rest.page.selection()) {
                return finish(assembly, branch.value(), rest, scratch);
            }
            if (hits != null && hits.count() > 0) {
                assembly = assembly == null ? new Assembly(type, page.rows(), scratch) : assembly;
                int[] indexes = rest.take(hits);
                assembly.put(branch.value().evaluate(page.select(hits), scratch), indexes);
            }
        }
        return finish(assembly, otherwise, rest, scratch);
    }

    private Column finish(@Nullable Assembly assembly, Evaluator value, Rest rest, SegmentAllocator scratch) {
        Column column = value.evaluate(rest.page, scratch);
        if (assembly == null) {
            return Retype.column(column, type);
        }
        assembly.put(column, rest.indexes);
        return assembly.result();
    }

    /// The rows that no branch has taken yet: as a page, and their places in the result.
    private static final class Rest {
        Page page;
        int[] indexes;

        Rest(Page page) {
            this.page = page;
            this.indexes = Selection.all(page.rows()).positions();
        }

        /// Takes rows away and answers their places in the result.
        int[] take(Selection taken) {
            int rows = page.rows();
            int[] takenIndexes = new int[taken.count()];
            int[] left = new int[rows - taken.count()];
            int[] leftIndexes = new int[left.length];
            int t = 0;
            int l = 0;
            for (int i = 0; i < rows; i++) {
                int position = page.position(i);
                if (t < taken.count() && taken.positions()[t] == position) {
                    takenIndexes[t++] = indexes[i];
                } else {
                    left[l] = position;
                    leftIndexes[l++] = indexes[i];
                }
            }
            page = page.select(new Selection(left, l));
            indexes = leftIndexes;
            return takenIndexes;
        }
    }
}
