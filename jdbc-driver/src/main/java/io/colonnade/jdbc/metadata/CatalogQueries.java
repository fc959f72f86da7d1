package io.colonnade.jdbc.metadata;

import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineInformation;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.jdbc.service.TableDescription;
import io.colonnade.jdbc.service.TableDescription.ForeignKey;
import io.colonnade.jdbc.service.TableDescription.PrimaryKey;
import java.sql.DatabaseMetaData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers `DatabaseMetaData` from one snapshot of the catalog.
///
/// *Names*: arguments called pattern are [LikePattern]s; the others name one thing and match
/// case-insensitively, null matching all. There is one catalog, and another catalog's name finds nothing.
/// *Order*: as `java.sql` prescribes.
public final class CatalogQueries {

    private static final List<String> TABLE_TYPES = List.of("SYSTEM TABLE", "TABLE", "VIEW");

    private final EngineInformation information;
    private final List<TableDescription> tables;

    public CatalogQueries(EngineInformation information, List<TableDescription> tables) {
        this.information = information;
        this.tables = tables;
    }

    /// What precedes an ordinary character in a pattern to take its meaning away.
    public static String searchEscape() {
        return LikePattern.ESCAPE;
    }

    public StatementResult catalogs() {
        return MetadataShape.CATALOGS.of(List.of(List.of(information.catalog())));
    }

    public StatementResult schemas(@Nullable String catalog, @Nullable String schemaPattern) {
        LikePattern pattern = new LikePattern(schemaPattern);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (String schema : information.schemas().stream().sorted().toList()) {
            if (isOurs(catalog) && pattern.matches(schema)) {
                rows.add(List.of(schema, information.catalog()));
            }
        }
        return MetadataShape.SCHEMAS.of(rows);
    }

    public StatementResult tableTypes() {
        return MetadataShape.TABLE_TYPES.of(TABLE_TYPES.stream().map(List::of).toList());
    }

    public StatementResult tables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] types) {
        List<String> wanted = types == null ? TABLE_TYPES : Arrays.asList(types);
        Comparator<TableDescription> order = Comparator.comparing(TableDescription::type)
                .thenComparing(TableDescription::schema)
                .thenComparing(TableDescription::name);
        List<List<@Nullable Object>> rows = matching(catalog, schemaPattern, tablePattern).stream()
                .filter(table -> wanted.contains(table.type()))
                .sorted(order)
                .map(table -> row(
                        information.catalog(),
                        table.schema(),
                        table.name(),
                        table.type(),
                        table.remarks(),
                        null,
                        null,
                        null,
                        null,
                        null))
                .toList();
        return MetadataShape.TABLES.of(rows);
    }

    public StatementResult columns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern) {
        LikePattern pattern = new LikePattern(columnPattern);
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription table : matching(catalog, schemaPattern, tablePattern)) {
            int ordinal = 0;
            for (ColumnDescription column : table.columns()) {
                ordinal++;
                if (pattern.matches(column.name())) {
                    rows.add(columnRow(table, column, ordinal));
                }
            }
        }
        return MetadataShape.COLUMNS.of(rows);
    }

    private List<@Nullable Object> columnRow(TableDescription table, ColumnDescription column, int ordinal) {
        return row(
                information.catalog(),
                table.schema(),
                table.name(),
                column.name(),
                column.type().jdbcType(),
                column.type().name(),
                column.type().precision(),
                null,
                TypeRows.decimalDigits(column.type()),
                TypeRows.radix(column.type()),
                column.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                null,
                null,
                null,
                null,
                TypeRows.octets(column.type()),
                ordinal,
                column.nullable() ? "YES" : "NO",
                null,
                null,
                null,
                null,
                column.autoIncrement() ? "YES" : "NO",
                "NO");
    }

    public StatementResult primaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription owner : named(catalog, schema, table)) {
            PrimaryKey key = owner.primaryKey();
            for (int i = 0; key != null && i < key.columns().size(); i++) {
                rows.add(row(
                        information.catalog(),
                        owner.schema(),
                        owner.name(),
                        key.columns().get(i),
                        i + 1,
                        key.name()));
            }
        }
        rows.sort(Comparator.comparing(row -> (String) row.get(3)));
        return MetadataShape.PRIMARY_KEYS.of(rows);
    }

    /// Keys that `table` refers to: the other table comes first, ordered by it.
    public StatementResult importedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription owner : named(catalog, schema, table)) {
            owner.foreignKeys().forEach(key -> addForeignKey(rows, owner, key));
        }
        return MetadataShape.FOREIGN_KEYS.of(sorted(rows, 1, 2));
    }

    /// Keys of other tables that refer to `table`, ordered by these.
    public StatementResult exportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        return crossReference(catalog, schema, table, null, null, null);
    }

    public StatementResult crossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreignTable) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription owner : named(foreignCatalog, foreignSchema, foreignTable)) {
            for (ForeignKey key : owner.foreignKeys()) {
                if (isOurs(parentCatalog)
                        && isNamed(parentSchema, key.referencedSchema())
                        && isNamed(parentTable, key.referencedTable())) {
                    addForeignKey(rows, owner, key);
                }
            }
        }
        return MetadataShape.FOREIGN_KEYS.of(sorted(rows, 5, 6));
    }

    private void addForeignKey(List<List<@Nullable Object>> rows, TableDescription owner, ForeignKey key) {
        for (int i = 0; i < key.columns().size(); i++) {
            rows.add(row(
                    information.catalog(),
                    key.referencedSchema(),
                    key.referencedTable(),
                    key.referencedColumns().get(i),
                    information.catalog(),
                    owner.schema(),
                    owner.name(),
                    key.columns().get(i),
                    i + 1,
                    DatabaseMetaData.importedKeyNoAction,
                    DatabaseMetaData.importedKeyNoAction,
                    key.name(),
                    primaryKeyName(key),
                    DatabaseMetaData.importedKeyNotDeferrable));
        }
    }

    private @Nullable String primaryKeyName(ForeignKey key) {
        for (TableDescription table : named(null, key.referencedSchema(), key.referencedTable())) {
            PrimaryKey primary = table.primaryKey();
            if (primary != null) {
                return primary.name();
            }
        }
        return null;
    }

    private static List<List<@Nullable Object>> sorted(
            List<List<@Nullable Object>> rows, int schemaColumn, int tableColumn) {
        Comparator<List<@Nullable Object>> bySchema = Comparator.comparing(row -> text(row, schemaColumn));
        rows.sort(bySchema.thenComparing(row -> text(row, tableColumn)).thenComparing(row -> text(row, 11)));
        return rows;
    }

    private static String text(List<@Nullable Object> row, int column) {
        return String.valueOf(row.get(column));
    }

    /// One row of statistics, the primary key as a unique index, and the sort key as an ordered one: what a planner
    /// outside of the engine can make use of.
    public StatementResult indexInfo(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, boolean uniqueOnly) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription owner : named(catalog, schema, table)) {
            long count = Math.max(0, owner.rowCount());
            rows.add(row(
                    information.catalog(),
                    owner.schema(),
                    owner.name(),
                    false,
                    null,
                    null,
                    DatabaseMetaData.tableIndexStatistic,
                    0,
                    null,
                    null,
                    count,
                    0,
                    null));
            PrimaryKey key = owner.primaryKey();
            if (key != null) {
                addIndex(rows, owner, key.name(), false, DatabaseMetaData.tableIndexOther, key.columns(), count);
            }
            if (!uniqueOnly && !owner.sortKey().isEmpty()) {
                String name = owner.name() + "_sort_key";
                addIndex(rows, owner, name, true, DatabaseMetaData.tableIndexClustered, owner.sortKey(), count);
            }
        }
        return MetadataShape.INDEX_INFO.of(rows);
    }

    private void addIndex(
            List<List<@Nullable Object>> rows,
            TableDescription owner,
            String name,
            boolean nonUnique,
            short type,
            List<String> columns,
            long count) {
        for (int i = 0; i < columns.size(); i++) {
            rows.add(row(
                    information.catalog(),
                    owner.schema(),
                    owner.name(),
                    nonUnique,
                    null,
                    name,
                    type,
                    i + 1,
                    columns.get(i),
                    "A",
                    count,
                    0,
                    null));
        }
    }

    public StatementResult bestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, @Nullable String table) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (TableDescription owner : named(catalog, schema, table)) {
            PrimaryKey key = owner.primaryKey();
            for (ColumnDescription column : owner.columns()) {
                if (key != null && key.columns().contains(column.name())) {
                    rows.add(row(
                            DatabaseMetaData.bestRowSession,
                            column.name(),
                            column.type().jdbcType(),
                            column.type().name(),
                            column.type().precision(),
                            null,
                            TypeRows.decimalDigits(column.type()),
                            DatabaseMetaData.bestRowNotPseudo));
                }
            }
        }
        return MetadataShape.BEST_ROW_IDENTIFIER.of(rows);
    }

    public StatementResult typeInfo() {
        return MetadataShape.TYPE_INFO.of(TypeRows.all());
    }

    private List<TableDescription> matching(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
        LikePattern schemas = new LikePattern(schemaPattern);
        LikePattern names = new LikePattern(tablePattern);
        return tables.stream()
                .filter(table -> isOurs(catalog) && schemas.matches(table.schema()) && names.matches(table.name()))
                .toList();
    }

    private List<TableDescription> named(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        return tables.stream()
                .filter(owner -> isOurs(catalog) && isNamed(schema, owner.schema()) && isNamed(table, owner.name()))
                .toList();
    }

    /// Tools pass the empty text for "without a catalog" and `%` by mistake; both find the one catalog.
    private boolean isOurs(@Nullable String catalog) {
        return catalog == null
                || catalog.isEmpty()
                || catalog.equals("%")
                || catalog.equalsIgnoreCase(information.catalog());
    }

    private static boolean isNamed(@Nullable String wanted, String name) {
        return wanted == null || wanted.equalsIgnoreCase(name);
    }

    private static List<@Nullable Object> row(@Nullable Object... values) {
        return Arrays.asList(values);
    }
}
