package io.colonnade.planner.type;

import io.colonnade.planner.syntax.TemporalOperators;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlAvgAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlSumAggFunction;

/// SUM and AVG that take intervals, too.
final class IntervalAggregates {
    private static final SqlOperator SUM = new Sum();
    private static final SqlOperator AVG = new Average();

    private IntervalAggregates() {}

    static SqlOperator inPlaceOf(SqlOperator operator) {
        if (operator == SqlStdOperatorTable.SUM) {
            return SUM;
        }
        return operator == SqlStdOperatorTable.AVG ? AVG : operator;
    }

    private static boolean isInterval(SqlCallBinding binding) {
        return binding.getOperandCount() == 1 && TemporalOperators.isInterval(binding.getOperandType(0));
    }

    private static final class Sum extends SqlSumAggFunction {
        Sum() {
            super(null);
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            return isInterval(binding) || super.checkOperandTypes(binding, throwOnFailure);
        }
    }

    private static final class Average extends SqlAvgAggFunction {
        Average() {
            super(SqlKind.AVG);
        }

        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            return isInterval(binding) || super.checkOperandTypes(binding, throwOnFailure);
        }
    }
}
