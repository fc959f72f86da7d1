package io.colonnade.planner.declaration;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.error.Position;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.Assignment;
import io.colonnade.planner.statement.Statement.ColumnSyntax;
import io.colonnade.planner.statement.Statement.IdentitySyntax;
import io.colonnade.planner.statement.Statement.MergeAction;
import io.colonnade.planner.syntax.Positions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;

/// Columns that number themselves: what they may be, and which rows of a statement get a number.
///
/// Rows of VALUES, some of which say DEFAULT, get a last column that tells which:
///
/// ```text
/// VALUES (DEFAULT, 'a'), (7, 'b')   ->   VALUES (DEFAULT, 'a', TRUE), (7, 'b', FALSE)
/// ```
public final class IdentityColumns {
    private IdentityColumns() {}

    public static ColumnDefault.Identity define(ColumnSyntax column, IdentitySyntax syntax) {
        long most = most(column, syntax.position());
        Long givenIncrement = syntax.increment();
        long increment = givenIncrement == null ? 1 : givenIncrement;
        if (increment == 0) {
            throw invalid("INCREMENT of column \"" + column.name() + "\" must not be 0", syntax.position());
        }
        Long givenStart = syntax.start();
        long start = givenStart == null ? Long.signum(increment) : givenStart;
        if (start > most || start < -most - 1) {
            throw invalid(
                    "START " + start + " of column \"" + column.name() + "\" is no "
                            + column.type().sql(),
                    syntax.position());
        }
        return new ColumnDefault.Identity(syntax.always(), start, increment);
    }

    private static long most(ColumnSyntax column, @Nullable Position position) {
        return switch (column.type()) {
            case Type.TinyintType t -> Byte.MAX_VALUE;
            case Type.SmallintType t -> Short.MAX_VALUE;
            case Type.IntegerType t -> Integer.MAX_VALUE;
            case Type.BigintType t -> Long.MAX_VALUE;
            case Type t ->
                throw invalid(
                        "identity column \"" + column.name() + "\" must be TINYINT, SMALLINT, INTEGER or BIGINT, not "
                                + t.sql(),
                        position);
        };
    }

    private static EngineException invalid(String message, @Nullable Position position) {
        return new EngineException(ErrorCode.INVALID_PARAMETER, message, position, null, null);
    }

    static void checkOnlyOne(List<ColumnSyntax> columns) {
        List<ColumnSyntax> numbered =
                columns.stream().filter(column -> column.identity() != null).toList();
        if (numbered.size() > 1) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    "a table has at most one identity column",
                    numbered.get(1).name().position(),
                    null,
                    null);
        }
    }

    /// Refuses a change of what a column that numbers itself is.
    public static void checkNone(ColumnDefinition column, String reason, @Nullable Position position) {
        if (column.byDefault() instanceof ColumnDefault.Identity) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT,
                    "column \"" + column.name() + "\" is an identity column: " + reason,
                    position,
                    null,
                    null);
        }
    }

    public static EngineException givenAlways(ColumnDefinition column, @Nullable Position position) {
        return new EngineException(
                ErrorCode.GENERATED_ALWAYS,
                "column \"" + column.name() + "\" is GENERATED ALWAYS AS IDENTITY and takes no values",
                position,
                "leave the column out or give DEFAULT; INSERT .. OVERRIDING SYSTEM VALUE gives values all the same",
                null);
    }

    /// Where the identity column stands among those that an INSERT names, -1 if it does not.
    private static int index(TableDefinition table, List<Integer> targets) {
        int position = table.identityPosition();
        return position < 0 ? -1 : targets.indexOf(position);
    }

    /// Adds the column that tells which rows get a number, if there are such. Answers whether it did.
    /// `source` is the source of an INSERT as it was written, `targets` are positions in `table`.
    public static boolean mark(SqlNode source, TableDefinition table, List<Integer> targets) {
        int index = index(table, targets);
        if (index < 0 || source.getKind() != SqlKind.VALUES) {
            return false;
        }
        List<SqlNode> rows = ((SqlCall) source).getOperandList();
        if (rows.stream().noneMatch(row -> isDefault(row, index))) {
            return false;
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i) instanceof SqlCall row && row.getKind() == SqlKind.ROW) {
                List<SqlNode> values = new ArrayList<>(row.getOperandList());
                values.add(SqlLiteral.createBoolean(isDefault(row, index), row.getParserPosition()));
                ((SqlCall) source).setOperand(i, SqlStdOperatorTable.ROW.createCall(row.getParserPosition(), values));
            }
        }
        return true;
    }

    private static boolean isDefault(SqlNode row, int index) {
        return row instanceof SqlCall call
                && row.getKind() == SqlKind.ROW
                && index < call.operandCount()
                && call.operand(index).getKind() == SqlKind.DEFAULT;
    }

    /// Refuses values for a column that is GENERATED ALWAYS. `source` is as it was written, `width` the
    /// number of its columns.
    public static void checkGiven(
            Statement.Insert insert, SqlNode source, TableDefinition table, List<Integer> targets, int width) {
        int index = index(table, targets);
        if (index < 0 || index >= width || insert.overriding()) {
            return;
        }
        ColumnDefinition column = table.columns().get(table.identityPosition());
        if (!(column.byDefault() instanceof ColumnDefault.Identity identity) || !identity.always()) {
            return;
        }
        if (source.getKind() != SqlKind.VALUES) {
            throw givenAlways(column, insert.table().position());
        }
        for (SqlNode row : ((SqlCall) source).getOperandList()) {
            if (!isDefault(row, index)) {
                throw givenAlways(column, Positions.of(row.getParserPosition()));
            }
        }
    }

    /// Whether an UPDATE gives rows new numbers.
    public static boolean numbers(Statement.Update update, TableDefinition table) {
        return update.assignments().stream().anyMatch(assignment -> isDefault(assignment, table));
    }

    /// Whether a clause of a MERGE gives its rows numbers.
    public static boolean numbers(MergeAction action, TableDefinition table) {
        return switch (action) {
            case MergeAction.UpdateRow update ->
                update.assignments().stream().anyMatch(assignment -> isDefault(assignment, table));
            case MergeAction.InsertRow insert -> numbers(insert.assignments(), table);
            case MergeAction.DeleteRow delete -> false;
            case MergeAction.Nothing nothing -> false;
        };
    }

    private static boolean numbers(List<Assignment> given, TableDefinition table) {
        int position = table.identityPosition();
        if (position < 0) {
            return false;
        }
        boolean named = given.isEmpty() || !given.getFirst().column().text().isEmpty();
        return named
                ? given.stream().allMatch(value -> !isIdentity(value, table) || value.value() == null)
                : position >= given.size() || given.get(position).value() == null;
    }

    private static boolean isDefault(Assignment assignment, TableDefinition table) {
        return assignment.value() == null && isIdentity(assignment, table);
    }

    private static boolean isIdentity(Assignment assignment, TableDefinition table) {
        int position = table.identityPosition();
        return position >= 0
                && assignment
                        .column()
                        .text()
                        .equalsIgnoreCase(table.columns().get(position).name());
    }
}
