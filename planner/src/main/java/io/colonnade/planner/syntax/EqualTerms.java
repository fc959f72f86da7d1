package io.colonnade.planner.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// Long chains of comparisons of one name with literals are lists, before each of them is looked at.
///
/// ```text
/// a = 1 OR b > 3 OR a = 2 OR ..         a IN (1, 2, ..) OR b > 3 OR ..
/// a <> 'x' AND a <> 'y' AND ..          a NOT IN ('x', 'y', ..)
/// ```
///
/// *Limits*: {@link #TERMS_MAX} terms of a chain that are left then (54001).
public final class EqualTerms extends SqlBasicVisitor<Void> {
    /// Shorter chains stay as they are.
    private static final int TERMS_MIN = 64;

    /// Each of the steps of planning goes through all of them.
    static final int TERMS_MAX = 20_000;

    private static final EqualTerms VISITOR = new EqualTerms();

    /// How terms are connected, compared, and tested as a list.
    private record Chain(SqlOperator connective, SqlOperator comparison, SqlOperator list) {}

    private static final List<Chain> CHAINS = List.of(
            new Chain(SqlStdOperatorTable.OR, SqlStdOperatorTable.EQUALS, SqlStdOperatorTable.IN),
            new Chain(SqlStdOperatorTable.AND, SqlStdOperatorTable.NOT_EQUALS, SqlStdOperatorTable.NOT_IN));

    /// What is compared: numbers and texts of one name are lists of their own.
    private record Compared(List<String> name, boolean withText) {}

    private EqualTerms() {}

    /// Changes `query`.
    public static void apply(SqlNode query) {
        query.accept(VISITOR);
    }

    @Override
    public @Nullable Void visit(SqlCall call) {
        for (Chain chain : CHAINS) {
            if (call.getOperator() == chain.connective() && call instanceof SqlBasicCall top) {
                List<SqlNode> terms = terms(top, chain.connective());
                if (terms.size() >= TERMS_MIN) {
                    List<SqlNode> fewer = grouped(terms, chain);
                    if (fewer.size() > TERMS_MAX) {
                        throw SyntaxDepth.tooComplex("a condition has " + fewer.size() + " different terms, at most "
                                + TERMS_MAX + " are allowed");
                    }
                    if (fewer.size() < terms.size()) {
                        replace(top, fewer);
                    }
                    fewer.forEach(term -> term.accept(this));
                    return null;
                }
            }
        }
        return super.visit(call);
    }

    private static List<SqlNode> terms(SqlBasicCall top, SqlOperator connective) {
        List<SqlNode> terms = new ArrayList<>();
        Deque<SqlNode> open = new ArrayDeque<>();
        open.push(top);
        while (!open.isEmpty()) {
            SqlNode node = open.pop();
            if (node instanceof SqlBasicCall call && call.getOperator() == connective) {
                open.push(call.operand(1));
                open.push(call.operand(0));
            } else {
                terms.add(node);
            }
        }
        return terms;
    }

    /// The terms with each list in the place of its first one.
    private static List<SqlNode> grouped(List<SqlNode> terms, Chain chain) {
        Map<Compared, SqlNodeList> lists = new LinkedHashMap<>();
        for (SqlNode term : terms) {
            Compared compared = compared(term, chain);
            if (compared != null) {
                lists.computeIfAbsent(compared, first -> new SqlNodeList(term.getParserPosition()))
                        .add(((SqlCall) term).operand(1));
            }
        }
        lists.values().removeIf(list -> list.size() < 2);
        List<SqlNode> grouped = new ArrayList<>();
        Set<Compared> done = new HashSet<>();
        for (SqlNode term : terms) {
            Compared compared = compared(term, chain);
            SqlNodeList list = compared == null ? null : lists.get(compared);
            if (compared == null || list == null) {
                grouped.add(term);
            } else if (done.add(compared)) {
                grouped.add(chain.list().createCall(term.getParserPosition(), ((SqlCall) term).operand(0), list));
            }
        }
        return grouped;
    }

    private static @Nullable Compared compared(SqlNode term, Chain chain) {
        if (!(term instanceof SqlCall call)
                || call.getOperator() != chain.comparison()
                || !(call.operand(0) instanceof SqlIdentifier name)) {
            return null;
        }
        return switch (call.operand(1)) {
            case SqlCharStringLiteral text -> new Compared(name.names, true);
            case SqlNumericLiteral number -> new Compared(name.names, false);
            case SqlCall sign
            when sign.getKind() == SqlKind.MINUS_PREFIX && sign.operand(0) instanceof SqlNumericLiteral ->
                new Compared(name.names, false);
            default -> null;
        };
    }

    private static void replace(SqlBasicCall top, List<SqlNode> terms) {
        if (terms.size() == 1) {
            SqlCall only = (SqlCall) terms.getFirst();
            top.setOperator(only.getOperator());
            top.setOperand(0, only.operand(0));
            top.setOperand(1, only.operand(1));
            return;
        }
        int middle = (terms.size() + 1) / 2;
        top.setOperand(0, ExpressionTree.joined(terms.subList(0, middle), top.getOperator()));
        top.setOperand(1, ExpressionTree.joined(terms.subList(middle, terms.size()), top.getOperator()));
    }
}
