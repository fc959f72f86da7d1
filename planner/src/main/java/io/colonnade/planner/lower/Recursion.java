package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;

/// Where the second part of a recursive query may name the query itself: once, and where what it makes of the
/// latest rows alone is what it would make of all rows so far.
///
/// So not below an aggregate or LIMIT, on the side of an outer join that NULLs may stand for, in a subquery,
/// or behind EXCEPT. PostgreSQL refuses the same.
final class Recursion {
    private final List<String> name;
    private int references;

    private Recursion(List<String> name) {
        this.name = name;
    }

    /// Throws INVALID_RECURSION.
    static void check(RelNode step, List<String> name) {
        Recursion recursion = new Recursion(name);
        recursion.visit(step);
        if (recursion.references > 1) {
            throw recursion.refused("more than once");
        }
    }

    private EngineException refused(String where) {
        return refused(name, where);
    }

    static EngineException refused(List<String> name, String where) {
        return new EngineException(
                ErrorCode.INVALID_RECURSION,
                "the recursive query \"" + name.getLast() + "\" names itself " + where,
                null,
                "name it once in its second part, in FROM; aggregate outside of the recursive query",
                null);
    }

    /// Whether the part names the query.
    private boolean visit(RelNode rel) {
        if (rel instanceof TableScan scan && scan.getTable().getQualifiedName().equals(name)) {
            references++;
            return true;
        }
        boolean found = false;
        for (int i = 0; i < rel.getInputs().size(); i++) {
            if (visit(rel.getInput(i))) {
                checkPlace(rel, i);
                found = true;
            }
        }
        return found;
    }

    private void checkPlace(RelNode parent, int input) {
        switch (parent) {
            case Aggregate aggregate when !aggregate.getAggCallList().isEmpty() -> throw refused("below an aggregate");
            case Sort sort when sort.fetch != null || sort.offset != null -> throw refused("below LIMIT");
            case Minus minus when input > 0 -> throw refused("behind EXCEPT");
            case Join join
            when join.getJoinType() != JoinRelType.INNER -> {
                boolean optional = input == 1
                        ? join.getJoinType() != JoinRelType.RIGHT
                        : join.getJoinType() == JoinRelType.RIGHT || join.getJoinType() == JoinRelType.FULL;
                if (optional) {
                    throw refused("in a subquery or on the optional side of an outer join");
                }
            }
            default -> {}
        }
    }
}
