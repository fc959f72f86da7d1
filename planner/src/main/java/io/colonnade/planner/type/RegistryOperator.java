package io.colonnade.planner.type;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.function.Determinism;
import io.colonnade.core.function.Parameter;
import io.colonnade.core.function.ScalarFunction;
import io.colonnade.core.function.Signature;
import io.colonnade.core.type.Type;
import io.colonnade.planner.syntax.Positions;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;

/// A function of the registry as the validator knows it: what it takes and gives is what the registry says.
public final class RegistryOperator extends SqlFunction {
    private final ScalarFunction function;

    RegistryOperator(ScalarFunction function) {
        super(
                function.name().toUpperCase(Locale.ROOT),
                SqlKind.OTHER_FUNCTION,
                null,
                (binding, result, operands) -> typeParameters(function, binding, operands),
                new Checker(function),
                SqlFunctionCategory.SYSTEM);
        this.function = function;
    }

    /// What the registry says.
    public ScalarFunction function() {
        return function;
    }

    @Override
    public boolean isDeterministic() {
        return function.determinism() != Determinism.NEVER;
    }

    @Override
    public boolean isDynamicFunction() {
        return function.determinism() == Determinism.STATEMENT;
    }

    /// Arguments are typed, and the operator is this one: nothing else has its name.
    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        for (SqlNode operand : call.getOperandList()) {
            validator.deriveType(scope, operand);
        }
        SqlCallBinding binding = new SqlCallBinding(validator, scope, call);
        if (function.signature(arguments(binding)) == null) {
            throw misuse(binding);
        }
        return validateOperands(validator, scope, call);
    }

    private EngineException misuse(SqlCallBinding binding) {
        String types = binding.collectOperandTypes().stream()
                .map(type -> type.getSqlTypeName() == SqlTypeName.NULL
                        ? "NULL"
                        : TypeMapping.fromCalcite(type).sql())
                .collect(Collectors.joining(", "));
        return new EngineException(
                ErrorCode.UNKNOWN_FUNCTION,
                getName() + " is not defined for " + (types.isEmpty() ? "no arguments" : "(" + types + ")"),
                Positions.of(binding.getCall()),
                "write " + signatures(function),
                null);
    }

    private static String signatures(ScalarFunction function) {
        return function.signatures().stream()
                .map(signature -> function.name() + "(" + signature.text() + ")")
                .collect(Collectors.joining(" or "));
    }

    /// Parameters of the statement, and NULLs, have the types of ours.
    private static void typeParameters(ScalarFunction function, SqlCallBinding binding, RelDataType[] operandTypes) {
        List<Signature.Argument> arguments = new ArrayList<>();
        for (SqlNode operand : binding.operands()) {
            boolean isOpen = operand instanceof SqlDynamicParam || SqlUtil.isNullLiteral(operand, false);
            arguments.add(
                    isOpen
                            ? new Signature.Argument(null, false)
                            : argument(binding.getValidator().deriveType(binding.getScope(), operand), operand));
        }
        Signature signature = function.signature(arguments);
        if (signature == null) {
            return;
        }
        List<Type> targets = signature.targets(arguments);
        for (int i = 0; i < operandTypes.length; i++) {
            operandTypes[i] = TypeMapping.toCalcite(targets.get(i), true, binding.getTypeFactory());
        }
    }

    @Override
    public RelDataType inferReturnType(SqlOperatorBinding binding) {
        List<Signature.Argument> arguments = arguments(binding);
        Signature signature = function.signature(arguments);
        if (signature == null) {
            throw new IllegalStateException(getName() + " of " + binding.collectOperandTypes());
        }
        Type type = signature.resultType(signature.targets(arguments), digits(binding));
        boolean nullable = switch (function.nulls()) {
            case STRICT -> binding.collectOperandTypes().stream().anyMatch(RelDataType::isNullable);
            case PARTIAL, TOLERANT -> true;
            case NEVER -> false;
        };
        return TypeMapping.toCalcite(type, nullable, binding.getTypeFactory());
    }

    private static List<Signature.Argument> arguments(SqlOperatorBinding binding) {
        List<Signature.Argument> arguments = new ArrayList<>();
        for (int i = 0; i < binding.getOperandCount(); i++) {
            @Nullable SqlNode node = binding instanceof SqlCallBinding written ? written.operand(i) : null;
            arguments.add(argument(binding.getOperandType(i), node));
        }
        return arguments;
    }

    private static Signature.Argument argument(RelDataType type, @Nullable SqlNode node) {
        boolean unknown = type.getSqlTypeName() == SqlTypeName.NULL || type.getSqlTypeName() == SqlTypeName.UNKNOWN;
        return new Signature.Argument(
                unknown ? null : TypeMapping.fromCalcite(type), node instanceof SqlCharStringLiteral);
    }

    /// The second argument if it is a constant; 0 if there is none.
    private static @Nullable Long digits(SqlOperatorBinding binding) {
        if (binding.getOperandCount() < 2) {
            return 0L;
        }
        return binding instanceof SqlCallBinding written ? number(written.operand(1)) : null;
    }

    private static @Nullable Long number(SqlNode node) {
        if (node instanceof SqlCall call && node.getKind() == SqlKind.MINUS_PREFIX) {
            Long positive = number(call.operand(0));
            return positive == null ? null : -positive;
        }
        BigDecimal value = node instanceof SqlNumericLiteral literal ? literal.bigDecimalValue() : null;
        return value == null ? null : value.longValue();
    }

    /// Checks the number and the types of arguments.
    private record Checker(ScalarFunction function) implements SqlOperandTypeChecker {
        @Override
        public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
            if (function.signature(arguments(binding)) != null) {
                return true;
            }
            if (throwOnFailure) {
                throw binding.newValidationSignatureError();
            }
            return false;
        }

        @Override
        public SqlOperandCountRange getOperandCountRange() {
            int min = function.signatures().stream()
                    .mapToInt(Signature::argumentsMin)
                    .min()
                    .orElse(0);
            int max = function.signatures().stream()
                    .mapToInt(Signature::argumentsMax)
                    .max()
                    .orElse(0);
            return max == Integer.MAX_VALUE ? SqlOperandCountRanges.from(min) : SqlOperandCountRanges.between(min, max);
        }

        @Override
        public String getAllowedSignatures(SqlOperator operator, String name) {
            return signatures(function);
        }

        @Override
        public boolean isOptional(int index) {
            return function.signatures().stream().anyMatch(signature -> {
                List<Parameter> parameters = signature.parameters();
                return index < parameters.size() && parameters.get(index).optional();
            });
        }
    }
}
