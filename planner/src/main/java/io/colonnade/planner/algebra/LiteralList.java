package io.colonnade.planner.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.util.Litmus;
import org.jspecify.annotations.Nullable;

/// `x IN (literal, literal, ..)` as one call, where Calcite makes an OR of as many comparisons.
///
/// ```text
/// x IN (1, 2, .., 10000)       IN(x, 1, 2, .., 10000)
/// x NOT IN (1, 2, .., NULL)    NOT (IN(x, 1, 2, ..) OR x = NULL)
/// ```
///
/// None of its literals is NULL, so that it is NULL where `x` is, and only there.
public final class LiteralList extends SqlBinaryOperator {
    /// Shorter lists are ORs, of which Calcite knows more.
    private static final int LENGTH_MIN = 24;

    private static final int PRECEDENCE = 32;

    // By their names these equal the standard's where expressions are compared as they are written.
    private static final LiteralList IN = new LiteralList("IN");
    private static final LiteralList NOT_IN = new LiteralList("NOT IN");

    private LiteralList(String name) {
        super(name, SqlKind.OTHER, PRECEDENCE, true, ReturnTypes.BOOLEAN_NULLABLE, null, null);
    }

    @Override
    public boolean validRexOperands(int count, Litmus litmus) {
        return litmus.check(count > 1, "{} operand(s) of a list", count);
    }

    /// The converter asks again, for copies of what stands in ORDER BY or GROUP BY.
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return (this == IN ? SqlStdOperatorTable.IN : SqlStdOperatorTable.NOT_IN).deriveType(validator, scope, call);
    }

    @Override
    public Supplier<Strong.Policy> getStrongPolicyInference() {
        return () -> Strong.Policy.ANY;
    }

    /// Whether a call is one of a value, its first operand, with literals.
    public static boolean is(RexCall call) {
        return call.getOperator() == IN;
    }

    /// Changes what `validator` has found to be right.
    public static void apply(SqlNode validated, SqlValidator validator) {
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                LiteralList list = of(call);
                if (list != null && isPlain(validator.getValidatedNodeTypeIfKnown(call.operand(0)))) {
                    ((SqlBasicCall) call).setOperator(list);
                    return call.operand(0).accept(this);
                }
                return super.visit(call);
            }
        });
    }

    /// What an IN with a long list of literals is to be; null for all else.
    private static @Nullable LiteralList of(SqlNode node) {
        if (!(node instanceof SqlBasicCall call)) {
            return null;
        }
        LiteralList list = call.getOperator() == SqlStdOperatorTable.IN
                ? IN
                : call.getOperator() == SqlStdOperatorTable.NOT_IN ? NOT_IN : null;
        return list != null
                        && call.operand(1) instanceof SqlNodeList items
                        && items.size() >= LENGTH_MIN
                        && items.stream().allMatch(LiteralList::isLiteral)
                ? list
                : null;
    }

    /// Types that are compared as they are.
    private static boolean isPlain(@Nullable RelDataType type) {
        return type != null
                && switch (type.getSqlTypeName()) {
                    case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, FLOAT, DOUBLE -> true;
                    case CHAR, VARCHAR, DATE, TIMESTAMP -> true;
                    default -> false;
                };
    }

    private static boolean isLiteral(SqlNode node) {
        return switch (node) {
            case SqlIntervalLiteral interval -> false;
            case SqlLiteral literal -> literal.getTypeName() != SqlTypeName.BOOLEAN;
            case SqlCall call when call.getKind() == SqlKind.CAST -> call.operand(0) instanceof SqlLiteral;
            case SqlCall call
            when call.getKind() == SqlKind.MINUS_PREFIX -> call.operand(0) instanceof SqlNumericLiteral;
            default -> false;
        };
    }

    /// `table`, and these.
    public static SqlRexConvertletTable convertlets(SqlRexConvertletTable table) {
        return call -> call.getOperator() instanceof LiteralList list
                ? (context, current) -> list.converted(context, current, context.convertExpression(current.operand(0)))
                : table.get(call);
    }

    private RexNode converted(SqlRexContext context, SqlCall call, RexNode value) {
        RexBuilder builder = context.getRexBuilder();
        SqlNodeList list = call.operand(1);
        List<RexNode> operands = new ArrayList<>(list.size() + 1);
        operands.add(value);
        boolean hasNull = false;
        for (SqlNode item : list) {
            if (SqlUtil.isNullLiteral(item, true)) {
                hasNull = true;
            } else {
                operands.add(context.convertExpression(item));
            }
        }
        RexNode found = hasNull
                ? builder.makeCall(SqlStdOperatorTable.EQUALS, value, builder.makeNullLiteral(value.getType()))
                : null;
        if (operands.size() > 1) {
            RelDataType type = builder.getTypeFactory()
                    .createTypeWithNullability(
                            builder.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN),
                            value.getType().isNullable());
            RexNode in = builder.makeCall(type, IN, operands);
            found = found == null ? in : builder.makeCall(SqlStdOperatorTable.OR, in, found);
        }
        if (found == null) {
            throw new IllegalStateException("an empty list");
        }
        return this == IN ? found : builder.makeCall(SqlStdOperatorTable.NOT, found);
    }
}
