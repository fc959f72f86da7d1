package io.colonnade.planner.lower;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ArithmeticOperator;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.ConstantEvaluator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Arithmetic;
import io.colonnade.core.expression.Expression.Branch;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Case;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Comparison;
import io.colonnade.core.expression.Expression.IsNull;
import io.colonnade.core.expression.Expression.Like;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Expression.Logical;
import io.colonnade.core.expression.Expression.Not;
import io.colonnade.core.expression.Expression.Parameter;
import io.colonnade.core.expression.Function;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.core.type.Type.DecimalType;
import io.colonnade.planner.algebra.LiteralList;
import io.colonnade.planner.type.TypeMapping;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.jspecify.annotations.Nullable;

/// Calcite's expressions as ours: operands get the types that the workers expect, constants are folded.
final class RexToExpression {
    private static final Literal TRUE = new Literal(Type.BOOLEAN, Datum.TRUE);
    private static final Literal FALSE = new Literal(Type.BOOLEAN, Datum.FALSE);

    private final IntFunction<Expression> columns;
    private final Folding folding;
    private final Functions functions;

    /// `columns` tells where a column of the relational input stands in the physical one.
    RexToExpression(IntFunction<Expression> columns, ConstantEvaluator evaluator) {
        this.columns = columns;
        this.folding = new Folding(evaluator);
        this.functions = new Functions(folding);
    }

    Expression convert(RexNode node) {
        return switch (node) {
            case RexInputRef ref -> columns.apply(ref.getIndex());
            case RexLiteral literal -> Literals.convert(literal);
            case RexDynamicParam parameter ->
                new Parameter(parameter.getIndex(), TypeMapping.fromCalcite(parameter.getType()));
            case RexOver over -> throw EngineException.notSupported("the window function " + over.getAggOperator());
            case RexSubQuery subquery -> throw EngineException.notSupported("this subquery");
            case RexCall call -> folding.fold(call(call));
            default -> throw EngineException.notSupported("the expression " + node);
        };
    }

    private Expression call(RexCall call) {
        return switch (call.getKind()) {
            case AND -> logical(LogicalOperator.AND, call);
            case OR -> logical(LogicalOperator.OR, call);
            case NOT -> new Not(operand(call, 0));
            case EQUALS -> comparison(ComparisonOperator.EQUAL, call);
            case NOT_EQUALS -> comparison(ComparisonOperator.NOT_EQUAL, call);
            case LESS_THAN -> comparison(ComparisonOperator.LESS, call);
            case LESS_THAN_OR_EQUAL -> comparison(ComparisonOperator.LESS_OR_EQUAL, call);
            case GREATER_THAN -> comparison(ComparisonOperator.GREATER, call);
            case GREATER_THAN_OR_EQUAL -> comparison(ComparisonOperator.GREATER_OR_EQUAL, call);
            case IS_NULL -> new IsNull(operand(call, 0));
            case IS_NOT_NULL -> new Not(folding.fold(new IsNull(operand(call, 0))));
            case IS_TRUE -> truth(operand(call, 0), TRUE, FALSE);
            case IS_NOT_TRUE -> truth(operand(call, 0), FALSE, TRUE);
            case IS_FALSE -> truth(folding.fold(new Not(operand(call, 0))), TRUE, FALSE);
            case IS_NOT_FALSE -> truth(folding.fold(new Not(operand(call, 0))), FALSE, TRUE);
            case IS_DISTINCT_FROM -> new Not(same(call));
            case IS_NOT_DISTINCT_FROM -> same(call);
            case PLUS -> functions.isDateArithmetic(call) ? dates(call, 1) : arithmetic(ArithmeticOperator.ADD, call);
            case MINUS ->
                functions.isDateArithmetic(call) ? dates(call, -1) : arithmetic(ArithmeticOperator.SUBTRACT, call);
            case TIMES ->
                functions.isDateArithmetic(call)
                        ? functions.scaled(Function.INTERVAL_MULTIPLY, call, this::convert)
                        : arithmetic(ArithmeticOperator.MULTIPLY, call);
            case DIVIDE ->
                functions.isDateArithmetic(call)
                        ? functions.scaled(Function.INTERVAL_DIVIDE, call, this::convert)
                        : arithmetic(ArithmeticOperator.DIVIDE, call);
            case MOD -> arithmetic(ArithmeticOperator.MODULO, call);
            case MINUS_PREFIX -> negation(call);
            case PLUS_PREFIX -> operand(call, 0);
            case CASE -> caseWhen(call);
            case COALESCE -> coalesce(call);
            case CAST, SAFE_CAST, REINTERPRET -> cast(operand(call, 0), call);
            case LIKE -> like(call);
            default -> LiteralList.is(call) ? list(call) : functions.convert(call, call.getOperands(), this::convert);
        };
    }

    private Expression operand(RexCall call, int index) {
        return convert(call.getOperands().get(index));
    }

    private Expression dates(RexCall call, int sign) {
        return functions.dateArithmetic(call, sign, this::convert);
    }

    private Expression logical(LogicalOperator operator, RexCall call) {
        return new Logical(
                operator, call.getOperands().stream().map(this::convert).toList());
    }

    private Expression comparison(ComparisonOperator operator, RexCall call) {
        return comparison(operator, operand(call, 0), operand(call, 1));
    }

    /// A comparison with each literal: folding makes one list of them.
    private Expression list(RexCall call) {
        Expression value = operand(call, 0);
        List<Expression> terms = new ArrayList<>(call.getOperands().size());
        for (RexNode literal : call.getOperands().subList(1, call.getOperands().size())) {
            terms.add(folding.fold(comparison(ComparisonOperator.EQUAL, value, convert(literal))));
        }
        return new Logical(LogicalOperator.OR, terms);
    }

    private Expression comparison(ComparisonOperator operator, Expression first, Expression second) {
        Operands.Pair pair = Operands.unify(first, second);
        Expression left = comparable(pair.left());
        Expression right = comparable(pair.right());
        // A constant stands at the right.
        return left instanceof Literal && !(right instanceof Literal)
                ? new Comparison(operator.flip(), right, left)
                : new Comparison(operator, left, right);
    }

    /// Intervals are equal if their totals are.
    private Expression comparable(Expression value) {
        Expression simple = folding.fold(value);
        return simple.type().equals(Type.INTERVAL)
                ? folding.fold(new Call(Function.INTERVAL_TOTAL, List.of(simple), Type.decimal(38, 0)))
                : simple;
    }

    private static Expression truth(Expression condition, Literal whenTrue, Literal otherwise) {
        return new Case(List.of(new Branch(condition, whenTrue)), otherwise, Type.BOOLEAN);
    }

    /// `a IS NOT DISTINCT FROM b`: NULL equals NULL.
    private Expression same(RexCall call) {
        Operands.Pair pair = Operands.unify(operand(call, 0), operand(call, 1));
        Expression bothNull =
                new Logical(LogicalOperator.AND, List.of(new IsNull(pair.left()), new IsNull(pair.right())));
        Comparison equal = new Comparison(ComparisonOperator.EQUAL, comparable(pair.left()), comparable(pair.right()));
        return new Case(
                List.of(new Branch(equal, TRUE), new Branch(folding.fold(bothNull), TRUE)), FALSE, Type.BOOLEAN);
    }

    private Expression arithmetic(ArithmeticOperator operator, RexCall call) {
        return arithmetic(operator, operand(call, 0), operand(call, 1), TypeMapping.fromCalcite(call.getType()));
    }

    private Expression arithmetic(ArithmeticOperator operator, Expression left, Expression right, Type type) {
        if (operator == ArithmeticOperator.MODULO
                && left.type().isInteger()
                && right.type().isInteger()) {
            // The rest fits into the type of the divisor; the dividend need not.
            Type common = Operands.common(left.type(), right.type());
            Expression rest = new Arithmetic(operator, convertTo(left, common), convertTo(right, common), common);
            return convertTo(folding.fold(rest), type);
        }
        if (!(type instanceof DecimalType decimal)) {
            return new Arithmetic(operator, convertTo(left, type), convertTo(right, type), type);
        }
        Expression first = convertTo(left, Operands.decimal(left.type()));
        Expression second = convertTo(right, Operands.decimal(right.type()));
        return new Arithmetic(operator, first, second, type);
    }

    private Expression convertTo(Expression expression, Type type) {
        return folding.fold(Operands.cast(expression, type));
    }

    private Expression negation(RexCall call) {
        Expression operand = operand(call, 0);
        Type type = TypeMapping.fromCalcite(call.getType());
        if (type.equals(Type.INTERVAL)) {
            return new Call(Function.INTERVAL_NEGATE, List.of(operand), type);
        }
        if (operand instanceof Literal literal) {
            BigDecimal number = Operands.number(literal);
            Literal negative = number == null ? null : Literals.number(number.negate(), type);
            if (negative != null) {
                return negative;
            }
        }
        if (type.isFloating()) {
            return new Arithmetic(
                    ArithmeticOperator.MULTIPLY, convertTo(operand, type), new Literal(type, Datum.of(-1.0)), type);
        }
        Type zeroType = type instanceof DecimalType ? operand.type() : type;
        Literal zero = Literals.number(BigDecimal.ZERO, zeroType);
        if (zero == null) {
            throw EngineException.internal("no zero of " + zeroType.sql());
        }
        return arithmetic(ArithmeticOperator.SUBTRACT, zero, operand, type);
    }

    private Expression caseWhen(RexCall call) {
        List<Expression> operands =
                call.getOperands().stream().map(this::convert).toList();
        List<Expression> values = new ArrayList<>(List.of(operands.getLast()));
        for (int i = 1; i < operands.size(); i += 2) {
            values.add(operands.get(i));
        }
        Type type = Operands.ofExpressions(TypeMapping.fromCalcite(call.getType()), values);
        List<Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < operands.size(); i += 2) {
            branches.add(new Branch(operands.get(i), convertTo(operands.get(i + 1), type)));
        }
        return new Case(branches, convertTo(operands.getLast(), type), type);
    }

    private Expression coalesce(RexCall call) {
        List<Expression> operands =
                call.getOperands().stream().map(this::convert).toList();
        Type type = Operands.ofExpressions(TypeMapping.fromCalcite(call.getType()), operands);
        List<Expression> values =
                operands.stream().map(value -> convertTo(value, type)).toList();
        List<Branch> branches = new ArrayList<>();
        for (Expression value : values.subList(0, values.size() - 1)) {
            branches.add(new Branch(folding.fold(new Not(folding.fold(new IsNull(value)))), value));
        }
        return new Case(branches, values.getLast(), type);
    }

    private Expression cast(Expression value, RexCall call) {
        RelDataType target = call.getType();
        Type type = TypeMapping.fromCalcite(target);
        Type from = value.type();
        if (from.equals(type)
                || Operands.isNoCut(from, type)
                || isOfLiterals(call.getOperands().getFirst(), from, type)) {
            return value;
        }
        if (value instanceof Literal literal && literal.value().isNull()) {
            return new Literal(type, Datum.NULL);
        }
        checkCast(from, type);
        if (value instanceof Literal literal && !type.isString()) {
            Literal fitted = Operands.fit(literal, type);
            if (fitted != null) {
                return fitted;
            }
        }
        return folding.fold(new Cast(value, type));
    }

    /// Whether a cast only says that a value is not NULL, of one that Calcite takes for a CHAR and we do not.
    private static boolean isOfLiterals(RexNode operand, Type from, Type to) {
        return to instanceof Type.CharType
                && !(from instanceof Type.CharType)
                && TypeMapping.fromCalcite(operand.getType()).equals(to);
    }

    private static void checkCast(Type from, Type to) {
        boolean fine = from.isString()
                || to.isString()
                || from.isNumeric() && to.isNumeric()
                || from.equals(to)
                || from.equals(Type.BOOLEAN) && to.isInteger()
                || from.isInteger() && to.equals(Type.BOOLEAN)
                || Operands.isTemporalCast(from, to);
        if (!fine) {
            throw new EngineException(
                    io.colonnade.core.error.ErrorCode.TYPE_MISMATCH, from.sql() + " cannot be cast to " + to.sql());
        }
    }

    private Expression like(RexCall call) {
        boolean ignoresCase =
                call.getOperator().getName().toUpperCase(java.util.Locale.ROOT).contains("ILIKE");
        Expression value = operand(call, 0);
        Expression pattern = operand(call, 1);
        if (!value.type().isString()) {
            value = convertTo(value, Type.VARCHAR);
        }
        if (ignoresCase) {
            value = functions.lower(value);
            pattern = folding.fold(functions.lower(pattern));
        }
        Expression sign = call.getOperands().size() > 2 ? operand(call, 2) : null;
        String escape = sign == null ? null : text(sign);
        if (PlanLowering.readsColumns(pattern) || sign != null && escape == null) {
            List<Expression> arguments = sign == null ? List.of(value, pattern) : List.of(value, pattern, sign);
            return new Expression.Call(Function.LIKE_PATTERN, arguments, Type.BOOLEAN);
        }
        return new Like(value, pattern, escape);
    }

    private static @Nullable String text(Expression expression) {
        return expression instanceof Literal literal && literal.value() instanceof Datum.Text text
                ? text.value()
                : null;
    }
}
