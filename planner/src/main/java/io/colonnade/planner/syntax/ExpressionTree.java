package io.colonnade.planner.syntax;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.parser.SqlParserUtil;
import org.apache.calcite.sql.parser.SqlParserUtil.ToTreeListItem;

/// Makes a tree of an expression or of a chain of set operations that was read as a flat list of operands and
/// operators.
///
/// ```text
/// a OR b AND c OR d OR e      a long chain of ORs, and each of its terms as a chain of ANDs,
///                             becomes a tree of little depth:
///        OR
///      /    \
///    OR      OR
///   /  \    /  \
///  a  AND  d    e
/// ```
///
/// Calcite's own way goes through the whole list for each operator, and its trees lean to the left as far as
/// the chain is long: 100,000 terms would take minutes and then every stack there is.
///
/// *Limits*: {@link #ITEMS_MAX} operands and operators other than AND and OR in a row.
public final class ExpressionTree {
    /// So many are handed on at once, without a look at what they are.
    private static final int FEW = 32;

    static final int ITEMS_MAX = 4000;

    private ExpressionTree() {}

    /// What the parser read, each operator as a {@link ToTreeListItem}.
    public static SqlNode of(List<Object> list) {
        return list.size() <= FEW ? SqlParserUtil.toTree(list) : split(list, SqlStdOperatorTable.OR);
    }

    private static SqlNode split(List<Object> list, SqlOperator separator) {
        List<SqlNode> terms = new ArrayList<>();
        int start = 0;
        int betweens = 0;
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof ToTreeListItem item)) {
                continue;
            }
            SqlOperator operator = item.getOperator();
            if (operator == separator && betweens == 0) {
                terms.add(term(list.subList(start, i), separator));
                start = i + 1;
            } else if (operator == SqlStdOperatorTable.AND) {
                // The AND of the innermost BETWEEN that has none yet.
                betweens -= betweens > 0 ? 1 : 0;
            } else if (operator instanceof SqlBetweenOperator && separator == SqlStdOperatorTable.AND) {
                betweens++;
            }
        }
        terms.add(term(list.subList(start, list.size()), separator));
        return joined(terms, separator);
    }

    private static SqlNode term(List<Object> list, SqlOperator separator) {
        if (list.size() <= FEW) {
            return SqlParserUtil.toTree(new ArrayList<>(list));
        }
        if (separator == SqlStdOperatorTable.OR) {
            return split(list, SqlStdOperatorTable.AND);
        }
        if (list.size() > ITEMS_MAX) {
            throw SyntaxDepth.tooComplex("an expression has more than " + ITEMS_MAX / 2 + " operators in a row");
        }
        return SqlParserUtil.toTree(new ArrayList<>(list));
    }

    /// The terms as a tree of little depth.
    static SqlNode joined(List<SqlNode> terms, SqlOperator operator) {
        if (terms.size() == 1) {
            return terms.getFirst();
        }
        int middle = (terms.size() + 1) / 2;
        SqlNode left = joined(terms.subList(0, middle), operator);
        SqlNode right = joined(terms.subList(middle, terms.size()), operator);
        SqlParserPos position = left.getParserPosition().plus(right.getParserPosition());
        return operator.createCall(position, left, right);
    }
}
