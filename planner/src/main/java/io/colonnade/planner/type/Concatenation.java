package io.colonnade.planner.type;

import java.util.Arrays;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;

/// `||`, whose parameters are text. Its result is VARCHAR of any length, also of CHARs: blanks at its end count.
public final class Concatenation {
    private static final int PRECEDENCE = 60;

    private static final SqlBinaryOperator CONCAT = new SqlBinaryOperator(
            "||",
            SqlKind.OTHER,
            PRECEDENCE,
            true,
            ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.TO_NULLABLE),
            Concatenation::parametersAreText,
            OperandTypes.STRING_SAME_SAME);

    private Concatenation() {}

    /// Changes `query`: parameters are typed before operators are looked up.
    public static void apply(SqlNode query) {
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public @Nullable Void visit(SqlCall call) {
                if (call instanceof SqlBasicCall basic && basic.getOperator() == SqlStdOperatorTable.CONCAT) {
                    basic.setOperator(CONCAT);
                }
                return super.visit(call);
            }
        });
    }

    static SqlOperator inPlaceOf(SqlOperator operator) {
        return operator == SqlStdOperatorTable.CONCAT ? CONCAT : operator;
    }

    private static void parametersAreText(SqlCallBinding binding, RelDataType result, RelDataType[] operands) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        RelDataType text = factory.createSqlType(SqlTypeName.VARCHAR);
        Arrays.fill(operands, factory.createTypeWithNullability(text, true));
    }
}
