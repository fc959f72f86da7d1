package io.colonnade.planner.syntax;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.type.Type;
import io.colonnade.planner.statement.Definition;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.planner.statement.Statement.DistributionSyntax;
import io.colonnade.planner.statement.Statement.ForeignKeySyntax;
import io.colonnade.planner.statement.Statement.IdentitySyntax;
import io.colonnade.planner.statement.Statement.PartitionSyntax;
import io.colonnade.planner.statement.Statement.PartitioningSyntax;
import io.colonnade.planner.statement.TableName;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/// Collects the parts of CREATE TABLE while the grammar reads them.
public final class TableSyntax {
    private static final int SLOTS_MAX = 4096;

    private record Column(
            Name name,
            @Nullable Type type,
            boolean nullable,
            @Nullable QueryBody byDefault,
            @Nullable IdentitySyntax identity) {
        Column with(IdentitySyntax numbers) {
            return new Column(name, type, nullable, byDefault, numbers);
        }
    }

    private final List<Column> columns = new ArrayList<>();
    private final List<ForeignKeySyntax> foreignKeys = new ArrayList<>();
    private List<Name> primaryKey = List.of();
    private List<Name> sortKey = List.of();
    private @Nullable DistributionSyntax distribution;
    private @Nullable Name constraint;
    private @Nullable Name partitionColumn;
    private final List<PartitionSyntax> partitions = new ArrayList<>();
    private boolean ifNotExists;

    public void ifNotExists() {
        ifNotExists = true;
    }

    /// The name of the constraint that comes next; only those of foreign keys are kept.
    public void constraint(SqlIdentifier name) {
        constraint = name(name);
    }

    private @Nullable Name takeConstraint() {
        Name taken = constraint;
        constraint = null;
        return taken;
    }

    public void column(SqlIdentifier name, @Nullable SqlDataTypeSpec type) {
        columns.add(new Column(name(name), type == null ? null : TypeSyntax.type(type), true, null, null));
    }

    public void notNull() {
        constraint = null;
        Column last = columns.removeLast();
        columns.add(new Column(last.name(), last.type(), false, last.byDefault(), last.identity()));
    }

    public void byDefault(SqlNode value) {
        constraint = null;
        Column last = columns.removeLast();
        checkNoDefault(last);
        columns.add(new Column(last.name(), last.type(), last.nullable(), new ParsedQuery(value), null));
    }

    private static void checkNoDefault(Column column) {
        if (column.byDefault() != null || column.identity() != null) {
            throw invalid("the default of column \"" + column.name() + "\" is given twice", column.name());
        }
    }

    /// The last column numbers itself.
    public void identity(boolean always, SqlParserPos pos) {
        constraint = null;
        Column last = columns.removeLast();
        checkNoDefault(last);
        columns.add(last.with(new IdentitySyntax(always, null, null, Positions.of(pos))));
    }

    public void identityStart(String value, SqlParserPos pos) {
        IdentitySyntax last = identity(pos);
        if (last.start() != null) {
            throw givenTwice("START", pos);
        }
        columns.add(columns.removeLast()
                .with(new IdentitySyntax(last.always(), number(value, pos), last.increment(), last.position())));
    }

    public void identityIncrement(String value, SqlParserPos pos) {
        IdentitySyntax last = identity(pos);
        if (last.increment() != null) {
            throw givenTwice("INCREMENT", pos);
        }
        columns.add(columns.removeLast()
                .with(new IdentitySyntax(last.always(), last.start(), number(value, pos), last.position())));
    }

    private IdentitySyntax identity(SqlParserPos pos) {
        IdentitySyntax last = columns.getLast().identity();
        if (last == null) {
            throw new IllegalStateException("no identity column at " + pos);
        }
        return last;
    }

    private static long number(String value, SqlParserPos pos) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new EngineException(ErrorCode.OUT_OF_RANGE, value + " is no BIGINT", Positions.of(pos), null, null);
        }
    }

    private static EngineException givenTwice(String what, SqlParserPos pos) {
        return new EngineException(
                ErrorCode.INVALID_STATEMENT, what + " is given twice", Positions.of(pos), null, null);
    }

    public void columnIsKey() {
        setPrimaryKey(List.of(columns.getLast().name()));
    }

    public void columnReferences(SqlIdentifier table, SqlNodeList referenced) {
        foreignKeys.add(new ForeignKeySyntax(
                takeConstraint(), List.of(columns.getLast().name()), tableName(table), names(referenced)));
    }

    public void primaryKey(SqlNodeList names) {
        setPrimaryKey(names(names));
    }

    private void setPrimaryKey(List<Name> names) {
        constraint = null;
        if (!primaryKey.isEmpty()) {
            throw invalid("a table has one primary key", names.getFirst());
        }
        primaryKey = names;
    }

    public void foreignKey(SqlNodeList names, SqlIdentifier table, SqlNodeList referenced) {
        foreignKeys.add(new ForeignKeySyntax(takeConstraint(), names(names), tableName(table), names(referenced)));
    }

    public void sortKey(SqlNodeList names) {
        if (!sortKey.isEmpty()) {
            throw invalid("ORDER BY is given twice", name((SqlIdentifier) names.get(0)));
        }
        sortKey = names(names);
    }

    public void hash(SqlNodeList names, int slots, SqlParserPos pos) {
        setDistribution(new DistributionSyntax.Hash(names(names), slots), pos);
    }

    public void checkSlots(int slots, SqlParserPos pos) {
        if (slots < 1 || slots > SLOTS_MAX) {
            throw new EngineException(
                    ErrorCode.INVALID_PARAMETER,
                    "a table has 1 to " + SLOTS_MAX + " slots, not " + slots,
                    Positions.of(pos),
                    null,
                    null);
        }
    }

    public void replicated(SqlParserPos pos) {
        setDistribution(new DistributionSyntax.Replicated(), pos);
    }

    private void setDistribution(DistributionSyntax given, SqlParserPos pos) {
        if (distribution != null) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT, "the distribution is given twice", Positions.of(pos), null, null);
        }
        distribution = given;
    }

    public void partitionBy(SqlIdentifier column, SqlParserPos pos) {
        if (partitionColumn != null) {
            throw new EngineException(
                    ErrorCode.INVALID_STATEMENT, "PARTITION BY is given twice", Positions.of(pos), null, null);
        }
        partitionColumn = name(column);
    }

    public void addPartition(SqlIdentifier name, @Nullable SqlNode below) {
        partitions.add(partition(name, below));
    }

    static PartitionSyntax partition(SqlIdentifier name, @Nullable SqlNode below) {
        return new PartitionSyntax(name(name), below == null ? null : new ParsedQuery(below));
    }

    public void unsupported(String constraint, SqlParserPos pos) {
        throw new EngineException(
                ErrorCode.NOT_SUPPORTED, constraint + " is not supported yet", Positions.of(pos), null, null);
    }

    /// The one column that was read, of ALTER TABLE.
    Statement.ColumnSyntax onlyColumn() {
        Column column = columns.getLast();
        if (!primaryKey.isEmpty() || !foreignKeys.isEmpty()) {
            throw new EngineException(
                    ErrorCode.NOT_SUPPORTED,
                    "a key of a column that is added is not supported yet",
                    column.name().position(),
                    "create a table with the key and copy the rows",
                    null);
        }
        return typed(column);
    }

    public Statement build(SqlIdentifier name, @Nullable SqlNode query) {
        Statement.TableOptions options = new Statement.TableOptions(
                sortKey,
                distribution,
                partitionColumn == null ? null : new PartitioningSyntax(partitionColumn, partitions));
        TableName table = tableName(name);
        if (query != null) {
            for (Column column : columns) {
                if (column.type() != null || column.byDefault() != null || column.identity() != null) {
                    throw invalid("a table made by AS takes its types from the query", column.name());
                }
            }
            if (!primaryKey.isEmpty() || !foreignKeys.isEmpty()) {
                throw new EngineException(
                        ErrorCode.NOT_SUPPORTED,
                        "keys in CREATE TABLE ... AS are not supported yet",
                        table.position(),
                        null,
                        null);
            }
            List<Name> names = columns.stream().map(Column::name).toList();
            return new Statement.CreateTableAs(table, ifNotExists, names, options, new ParsedQuery(query));
        }
        List<Statement.ColumnSyntax> typed = new ArrayList<>();
        for (Column column : columns) {
            typed.add(typed(column));
        }
        if (typed.isEmpty()) {
            throw new EngineException(
                    ErrorCode.SYNTAX, "table \"" + table + "\" has no columns", table.position(), null, null);
        }
        return new Statement.Define(new Definition.CreateTable(
                table, ifNotExists, typed, options, new Statement.KeySyntax(primaryKey, foreignKeys)));
    }

    private static Statement.ColumnSyntax typed(Column column) {
        Type type = column.type();
        if (type == null) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "column \"" + column.name() + "\" has no type",
                    column.name().position(),
                    null,
                    null);
        }
        return new Statement.ColumnSyntax(
                column.name(), type, column.nullable(), column.byDefault(), column.identity());
    }

    public static List<TableName> tableNames(List<SqlIdentifier> identifiers) {
        return identifiers.stream().map(TableSyntax::tableName).toList();
    }

    /// The name of a table with or without a schema.
    public static TableName tableName(SqlIdentifier identifier) {
        List<String> names = identifier.names;
        if (names.size() > 2) {
            throw new EngineException(
                    ErrorCode.SYNTAX,
                    "\"" + identifier + "\" has too many parts for the name of a table",
                    Positions.of(identifier),
                    "write table or schema.table",
                    null);
        }
        return new TableName(names.size() == 2 ? names.getFirst() : null, names.getLast(), Positions.of(identifier));
    }

    public static Name name(SqlIdentifier identifier) {
        return new Name(identifier.names.getLast(), Positions.of(identifier));
    }

    /// Names without a dot.
    public static List<Name> names(SqlNodeList list) {
        List<Name> names = new ArrayList<>();
        for (SqlNode node : list) {
            names.add(name((SqlIdentifier) node));
        }
        return names;
    }

    private static EngineException invalid(String message, Name name) {
        return new EngineException(ErrorCode.INVALID_STATEMENT, message, name.position(), null, null);
    }
}
