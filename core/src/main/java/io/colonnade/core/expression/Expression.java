package io.colonnade.core.expression;

import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A scalar expression over the columns of its input.
///
/// *Types*: operands of a comparison, of IN and of the branches of CASE have the same type as one another: the
/// planner inserts {@link Cast}s. Two VARCHAR or CHAR types count as the same whatever their lengths, as do two
/// DECIMALs of equal scale and layout.
/// *Nulls*: SQL's three-valued logic; every other expression is NULL when an operand is NULL unless its own doc
/// says otherwise.
public sealed interface Expression {
    Type type();

    /// A constant.
    record Literal(Type type, Datum value) implements Expression {
        public Literal {
            if (!value.fits(type.layout())) {
                throw new IllegalArgumentException(value + " as " + type.sql());
            }
        }
    }

    /// A column of the input page.
    record ColumnReference(int index, Type type) implements Expression {}

    /// A value given with each execution of a prepared statement; `index` counts from 0.
    record Parameter(int index, Type type) implements Expression {}

    /// A comparison of two values of one type; of text by bytes.
    record Comparison(ComparisonOperator operator, Expression left, Expression right) implements Expression {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// AND or OR of two or more terms.
    record Logical(LogicalOperator operator, List<Expression> terms) implements Expression {
        public Logical {
            terms = List.copyOf(terms);
        }

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// NOT: NULL for NULL.
    record Not(Expression term) implements Expression {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// IS NULL; never NULL itself.
    record IsNull(Expression term) implements Expression {
        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// `value IN (values)`; none of the values is NULL.
    record InList(Expression value, List<Datum> values) implements Expression {
        public InList {
            values = List.copyOf(values);
        }

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// `value LIKE pattern`: `%` any characters, `_` one character, `escape` (or none) takes their meaning away.
    /// The pattern has no columns: it is constant for an execution.
    record Like(
            Expression value, Expression pattern, @Nullable String escape) implements Expression {
        public Like(Expression value, String pattern, @Nullable String escape) {
            this(value, new Literal(Type.VARCHAR, Datum.of(pattern)), escape);
        }

        /// The pattern if it is a literal that is not NULL.
        public @Nullable String literalPattern() {
            return pattern instanceof Literal literal && literal.value() instanceof Datum.Text text
                    ? text.value()
                    : null;
        }

        @Override
        public Type type() {
            return Type.BOOLEAN;
        }
    }

    /// Arithmetic in the type of the result. Operands of integer results have the result's type. Decimal operands
    /// keep their own precision and scale: +, - and % align scales; * adds them; / is computed exactly and rounded
    /// half up to the result's scale. An integer operand beside a decimal one was cast to a decimal of scale 0.
    /// Overflow of the result's type is OUT_OF_RANGE, a zero divisor DIVISION_BY_ZERO; integer division truncates.
    record Arithmetic(ArithmeticOperator operator, Expression left, Expression right, Type type)
            implements Expression {}

    /// The value of the first branch whose condition is true, else `otherwise`; only that one is evaluated for a
    /// row, so a guarded division by zero is no error.
    record Case(List<Branch> branches, Expression otherwise, Type type) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }

        private List<Expression> operandList() {
            List<Expression> operands = new ArrayList<>();
            for (Branch branch : branches) {
                operands.add(branch.condition());
                operands.add(branch.value());
            }
            operands.add(otherwise);
            return operands;
        }
    }

    /// WHEN condition THEN value.
    record Branch(Expression condition, Expression value) {}

    /// Conversion by PostgreSQL's rules; a value that the type cannot hold is OUT_OF_RANGE, INVALID_TEXT,
    /// INVALID_DATETIME; an explicit cast to VARCHAR(n) or CHAR(n) cuts.
    record Cast(Expression value, Type type) implements Expression {}

    /// A function of the registry.
    record Call(Function function, List<Expression> arguments, Type type) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    /// The direct operands, in order.
    default List<Expression> operands() {
        return switch (this) {
            case Literal e -> List.of();
            case ColumnReference e -> List.of();
            case Parameter e -> List.of();
            case Comparison e -> List.of(e.left(), e.right());
            case Logical e -> e.terms();
            case Not e -> List.of(e.term());
            case IsNull e -> List.of(e.term());
            case InList e -> List.of(e.value());
            case Like e -> List.of(e.value(), e.pattern());
            case Arithmetic e -> List.of(e.left(), e.right());
            case Case e -> e.operandList();
            case Cast e -> List.of(e.value());
            case Call e -> e.arguments();
        };
    }
}
