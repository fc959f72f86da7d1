package io.colonnade.planner.validate;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.planner.syntax.Positions;
import io.colonnade.planner.type.Operators;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.AggregatingScope;
import org.apache.calcite.sql.validate.SelectScope;
import org.apache.calcite.sql.validate.SqlValidatorCatalogReader;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;

/// Calcite's validator, but for windows in HAVING, where those of subqueries are their own, and for NULLs of
/// empty frames.
final class EngineValidator extends SqlValidatorImpl {
    private static final Set<SqlKind> NULL_TREATMENTS = Set.of(SqlKind.IGNORE_NULLS, SqlKind.RESPECT_NULLS);

    /// The number of window functions around the call that is validated.
    private int windows;

    EngineValidator(SqlValidatorCatalogReader reader, RelDataTypeFactory factory, Config config) {
        super(Operators.TABLE, reader, factory, config);
    }

    @Override
    protected void validateHavingClause(SqlSelect select) {
        SqlNode having = select.getHaving();
        if (having == null || hasWindow(having)) {
            super.validateHavingClause(select);
            return;
        }
        AggregatingScope scope = (AggregatingScope) Objects.requireNonNull(getSelectScope(select));
        inferUnknownTypes(typeFactory.createSqlType(SqlTypeName.BOOLEAN), scope, having);
        scope.checkAggregateExpr(having, true);
        having.validate(this, scope);
        if (!SqlTypeUtil.inBooleanFamily(deriveType(scope, having))) {
            throw new EngineException(
                    ErrorCode.TYPE_MISMATCH, "the condition is not BOOLEAN", Positions.of(having), null, null);
        }
    }

    /// GROUPING in the argument of a window function is that of the groups, over which the window is.
    @Override
    public void validateCall(SqlCall call, SqlValidatorScope scope) {
        SelectScope inner = call.getKind() == SqlKind.GROUPING && windows > 0
                ? SqlValidatorUtil.getEnclosingSelectScope(scope)
                : null;
        windows += call.getKind() == SqlKind.OVER ? 1 : 0;
        super.validateCall(
                call,
                inner == null || SqlValidatorUtil.getEnclosingAggregateSelectScope(scope) != null
                        ? scope
                        : Objects.requireNonNull(getSelectScope(inner.getNode())));
        windows -= call.getKind() == SqlKind.OVER ? 1 : 0;
    }

    /// Of an empty frame a value is NULL; Calcite knows it of `FIRST_VALUE(x)`, but not with IGNORE NULLS.
    @Override
    public RelDataType deriveType(SqlValidatorScope scope, SqlNode expression) {
        RelDataType type = super.deriveType(scope, expression);
        if (expression.getKind() != SqlKind.OVER
                || type.isNullable()
                || !((SqlCall) expression).operand(0).isA(NULL_TREATMENTS)
                || resolveWindow(((SqlCall) expression).operand(1), scope).isAlwaysNonEmpty()) {
            return type;
        }
        RelDataType nullable = typeFactory.createTypeWithNullability(type, true);
        setValidatedNodeType(expression, nullable);
        return nullable;
    }

    /// Calcite asks for the type of a CASE among operands before it has one for the parameters that are
    /// compared in it.
    @Override
    protected void inferUnknownTypes(RelDataType inferredType, SqlValidatorScope scope, SqlNode node) {
        if (node instanceof SqlCall call && call.isA(SqlKind.BINARY_ARITHMETIC)) {
            inferCases(call, scope);
        }
        super.inferUnknownTypes(inferredType, scope, node);
    }

    private void inferCases(SqlNode node, SqlValidatorScope scope) {
        if (node instanceof SqlCase choice) {
            super.inferUnknownTypes(unknownType, scope, choice);
        } else if (node instanceof SqlCall call && !call.isA(SqlKind.QUERY) && call.getKind() != SqlKind.OVER) {
            SqlValidatorScope inner = scope.getOperandScope(call);
            call.getOperandList().stream().filter(Objects::nonNull).forEach(operand -> inferCases(operand, inner));
        }
    }

    private static boolean hasWindow(SqlNode having) {
        boolean[] found = new boolean[1];
        having.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                found[0] |= call.getKind() == SqlKind.OVER;
                return call.isA(SqlKind.QUERY) ? null : super.visit(call);
            }
        });
        return found[0];
    }
}
