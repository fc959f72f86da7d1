package io.colonnade.planner.type;

import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.TemporalOperators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeMappingRules;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;
import org.jspecify.annotations.Nullable;

/// Comparisons as PostgreSQL types them: a string literal takes the type of what it is compared with; other strings
/// are not converted.
public final class LiteralCoercion extends TypeCoercionImpl {
    public LiteralCoercion(RelDataTypeFactory factory, SqlValidator validator) {
        super(factory, validator);
    }

    @Override
    public boolean binaryComparisonCoercion(SqlCallBinding binding) {
        SqlCall call = binding.getCall();
        List<SqlNode> operands = call.getOperandList();
        checkFamilies(binding);
        RelDataType target = null;
        for (int i = 0; i < operands.size(); i++) {
            RelDataType type = binding.getOperandType(i);
            if (!isStringLiteral(operands.get(i)) && takesLiterals(type)) {
                target = type;
                break;
            }
        }
        if (target == null) {
            return false;
        }
        boolean coerced = datesToTimestamps(binding);
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i) instanceof SqlCharStringLiteral literal) {
                coerced |= coerceOperandType(binding.getScope(), call, i, literalType(target, literal));
            }
        }
        return coerced;
    }

    /// Numbers, texts, dates and truth values compare among themselves only.
    private static void checkFamilies(SqlCallBinding binding) {
        SqlTypeFamily first = null;
        for (int i = 0; i < binding.getOperandCount(); i++) {
            SqlTypeName name = binding.getOperandType(i).getSqlTypeName();
            SqlTypeFamily family = name.getFamily();
            if (family == SqlTypeFamily.DATE) {
                family = SqlTypeFamily.TIMESTAMP;
            }
            boolean adapts = isStringLiteral(binding.operand(i))
                    || family == null
                    || name == SqlTypeName.NULL
                    || name == SqlTypeName.ANY
                    || name == SqlTypeName.ROW;
            if (adapts) {
                continue;
            }
            if (first != null && first != family) {
                throw binding.newValidationSignatureError();
            }
            first = family;
        }
    }

    private boolean datesToTimestamps(SqlCallBinding binding) {
        RelDataType timestamp = null;
        for (int i = 0; i < binding.getOperandCount(); i++) {
            if (SqlTypeUtil.isTimestamp(binding.getOperandType(i))) {
                timestamp = binding.getOperandType(i);
            }
        }
        boolean coerced = false;
        for (int i = 0; timestamp != null && i < binding.getOperandCount(); i++) {
            RelDataType type = binding.getOperandType(i);
            if (SqlTypeUtil.isDate(type)) {
                RelDataType wanted = factory.createTypeWithNullability(timestamp, type.isNullable());
                coerced |= coerceOperandType(binding.getScope(), binding.getCall(), i, wanted);
            }
        }
        return coerced;
    }

    /// Numbers and text have no common type. That of intervals is not the first one's, as Calcite has it.
    @Override
    public @Nullable RelDataType getWiderTypeFor(List<RelDataType> types, boolean stringPromotion) {
        RelDataType wider = super.getWiderTypeFor(types, false);
        return wider != null && TemporalOperators.isInterval(wider) ? factory.leastRestrictive(types) : wider;
    }

    /// There is one type of intervals, whatever their units.
    @Override
    protected boolean needToCast(
            SqlValidatorScope scope, SqlNode node, RelDataType to, SqlTypeMappingRule mappingRule) {
        boolean intervals =
                TemporalOperators.isInterval(to) && TemporalOperators.isInterval(validator.deriveType(scope, node));
        return !intervals && super.needToCast(scope, node, to, mappingRule);
    }

    @Override
    protected boolean coerceOperandType(SqlValidatorScope scope, SqlCall call, int index, RelDataType target) {
        if (!TemporalOperators.isInterval(target)) {
            return super.coerceOperandType(scope, call, index, target);
        }
        SqlNode operand = call.operand(index);
        boolean coerced = needToCast(scope, operand, target, SqlTypeMappingRules.instance(true));
        if (coerced) {
            call.setOperand(index, toInterval(operand));
        }
        return coerced;
    }

    @Override
    protected boolean coerceColumnType(SqlValidatorScope scope, SqlNodeList columns, int index, RelDataType target) {
        if (!TemporalOperators.isInterval(target) || index >= columns.size()) {
            return super.coerceColumnType(scope, columns, index, target);
        }
        SqlNode column = columns.get(index);
        boolean isStar = column instanceof SqlIdentifier name && name.isStar();
        if (isStar) {
            return true;
        }
        if (column.getKind() == SqlKind.AS) {
            return coerceOperandType(scope, (SqlCall) column, 0, target);
        }
        boolean coerced = needToCast(scope, column, target, SqlTypeMappingRules.instance(true));
        if (coerced) {
            columns.set(index, toInterval(column));
        }
        return coerced;
    }

    /// Calcite's own cast would name a type of intervals by its units.
    private SqlNode toInterval(SqlNode node) {
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(
                SqlParserPos.ZERO, node, TypeMapping.spec(Type.INTERVAL, SqlParserPos.ZERO));
        updateInferredType(cast, factory.createTypeWithNullability(TemporalOperators.interval(factory), true));
        return cast;
    }

    /// Only literals become the numbers that a function wants.
    @Override
    public boolean builtinFunctionCoercion(
            SqlCallBinding binding, List<RelDataType> types, List<SqlTypeFamily> expected) {
        for (int i = 0; i < types.size(); i++) {
            if (SqlTypeUtil.isCharacter(types.get(i))
                    && !isStringLiteral(binding.operand(i))
                    && !expected.get(i).getTypeNames().contains(SqlTypeName.VARCHAR)) {
                return false;
            }
        }
        return super.builtinFunctionCoercion(binding, types, expected);
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        if (!(binding.operand(1) instanceof SqlNodeList list)) {
            return false;
        }
        RelDataType target = binding.getOperandType(0);
        if (isStringLiteral(binding.operand(0)) || !takesLiterals(target)) {
            return false;
        }
        boolean coerced = false;
        List<SqlNode> items = new ArrayList<>(list);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof SqlCharStringLiteral literal) {
                coerced |= coerceColumnType(binding.getScope(), list, i, literalType(target, literal));
            }
        }
        if (coerced) {
            updateInferredType(list, target);
        }
        return coerced;
    }

    @Override
    public boolean binaryArithmeticCoercion(SqlCallBinding binding) {
        for (int i = 0; i < binding.getOperandCount(); i++) {
            if (SqlTypeUtil.isCharacter(binding.getOperandType(i)) && !isStringLiteral(binding.operand(i))) {
                return false;
            }
        }
        return super.binaryArithmeticCoercion(binding);
    }

    private static boolean isStringLiteral(SqlNode node) {
        return node.getKind() == SqlKind.LITERAL && node instanceof SqlCharStringLiteral;
    }

    private static boolean takesLiterals(RelDataType type) {
        return SqlTypeUtil.isNumeric(type)
                || SqlTypeUtil.isDatetime(type)
                || type.getSqlTypeName() == SqlTypeName.BOOLEAN;
    }

    /// A decimal literal keeps its own digits, so that nothing is rounded before the comparison.
    private RelDataType literalType(RelDataType target, SqlCharStringLiteral literal) {
        RelDataType type = target;
        if (target.getSqlTypeName() == SqlTypeName.DECIMAL) {
            try {
                BigDecimal value = new BigDecimal(literal.toValue().strip());
                int scale = Math.max(0, value.scale());
                int digits = Math.max(value.precision() - value.scale(), 0) + scale;
                if (digits >= 1 && digits <= 38) {
                    type = factory.createSqlType(SqlTypeName.DECIMAL, digits, scale);
                }
            } catch (NumberFormatException e) {
                // The cast to the type of the column will say what is wrong.
                type = target;
            }
        }
        return factory.createTypeWithNullability(type, false);
    }
}
