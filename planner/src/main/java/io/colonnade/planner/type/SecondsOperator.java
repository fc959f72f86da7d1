package io.colonnade.planner.type;

import io.colonnade.core.type.Type;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;

/// `EXTRACT(SECOND FROM t)` and `EXTRACT(EPOCH FROM t)`, which have digits after the point.
public final class SecondsOperator extends SqlFunction {
    /// The name that lowering knows it by.
    public static final String NAME = "EXTRACT_SECONDS";

    /// Microseconds of a time of this era.
    public static final Type TYPE = Type.decimal(18, 6);

    private static final SecondsOperator INSTANCE = new SecondsOperator();

    private SecondsOperator() {
        super(NAME, SqlKind.OTHER_FUNCTION, null, null, OperandTypes.VARIADIC, SqlFunctionCategory.TIMEDATE);
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        return TypeMapping.toCalcite(TYPE, binding.getOperandType(1).isNullable(), binding.getTypeFactory());
    }

    /// Nobody can name it, so that nothing is looked up.
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        return validateOperands(validator, scope, call);
    }

    /// An EXTRACT of one of these fields in other words; any other as it is.
    static SqlNode inPlaceOf(SqlBasicCall extract) {
        TimeUnit unit = extract.operand(0) instanceof SqlIntervalQualifier field ? field.getStartUnit() : null;
        if (unit != TimeUnit.SECOND && unit != TimeUnit.EPOCH) {
            return extract;
        }
        return call(unit.name(), extract.operand(1), extract.getParserPosition());
    }

    /// `field` is SECOND or EPOCH.
    static SqlNode call(String field, SqlNode time, SqlParserPos pos) {
        return INSTANCE.createCall(pos, SqlLiteral.createCharString(field, pos), time);
    }
}
