package io.colonnade.coordinator.system;

import static io.colonnade.coordinator.system.SystemTable.row;

import io.colonnade.coordinator.system.Relation.Kind;
import io.colonnade.coordinator.system.Relation.RelationColumn;
import io.colonnade.coordinator.system.SystemTable.Columns;
import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ForeignKey;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The tables of `information_schema`, as the standard has them, with the columns that mean something here.
final class InformationSchema {
    static final String CATALOG = "colonnade";
    private static final long LAST_ID = -100;
    private static final String YES = "YES";
    private static final String NO = "NO";

    private InformationSchema() {}

    static List<SystemTable> tables() {
        return new SystemTable.Schema("information_schema", LAST_ID)
                .add(
                        "columns",
                        new Columns()
                                .text("table_catalog", "table_schema", "table_name", "column_name")
                                .number("ordinal_position")
                                .textOrNull("column_default")
                                .text("is_nullable", "data_type")
                                .numberOrNull(
                                        "character_maximum_length",
                                        "character_octet_length",
                                        "numeric_precision",
                                        "numeric_precision_radix",
                                        "numeric_scale",
                                        "datetime_precision")
                                .text("is_identity")
                                .textOrNull("identity_generation", "identity_start", "identity_increment")
                                .text("is_generated", "is_updatable"),
                        InformationSchema::columns)
                .add(
                        "key_column_usage",
                        new Columns()
                                .text("constraint_catalog", "constraint_schema", "constraint_name")
                                .text("table_catalog", "table_schema", "table_name", "column_name")
                                .number("ordinal_position")
                                .numberOrNull("position_in_unique_constraint"),
                        InformationSchema::keyColumns)
                .add(
                        "referential_constraints",
                        new Columns()
                                .text("constraint_catalog", "constraint_schema", "constraint_name")
                                .text("unique_constraint_catalog", "unique_constraint_schema")
                                .text("unique_constraint_name", "match_option", "update_rule", "delete_rule"),
                        InformationSchema::references)
                .add(
                        "schemata",
                        new Columns().text("catalog_name", "schema_name").textOrNull("schema_owner"),
                        InformationSchema::schemata)
                .add(
                        "table_constraints",
                        new Columns()
                                .text("constraint_catalog", "constraint_schema", "constraint_name")
                                .text("table_catalog", "table_schema", "table_name", "constraint_type")
                                .text("is_deferrable", "initially_deferred", "enforced"),
                        InformationSchema::constraints)
                .add(
                        "tables",
                        new Columns()
                                .text("table_catalog", "table_schema", "table_name", "table_type")
                                .text("is_insertable_into"),
                        InformationSchema::relations)
                .add(
                        "views",
                        new Columns()
                                .text("table_catalog", "table_schema", "table_name", "view_definition")
                                .text("check_option", "is_updatable", "is_insertable_into"),
                        InformationSchema::views)
                .tables();
    }

    private static List<List<Datum>> schemata(SystemView now) {
        TreeSet<String> names = new TreeSet<>(now.snapshot().schemas());
        now.snapshot().systemTables().forEach(table -> names.add(table.schema()));
        return names.stream().map(name -> row(CATALOG, name, null)).toList();
    }

    private static List<List<Datum>> relations(SystemView now) {
        return Relation.all(now).stream()
                .map(relation -> row(
                        CATALOG,
                        relation.schema(),
                        relation.name(),
                        relation.kind().standardName,
                        relation.kind() == Kind.TABLE ? YES : NO))
                .toList();
    }

    private static List<List<Datum>> views(SystemView now) {
        return now.snapshot().views().stream()
                .map(view -> row(CATALOG, view.schema(), view.name(), view.sql(), "NONE", NO, NO))
                .toList();
    }

    private static List<List<Datum>> columns(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (Relation relation : Relation.all(now)) {
            int position = 0;
            for (RelationColumn column : relation.columns()) {
                rows.add(column(relation, column, ++position));
            }
        }
        return rows;
    }

    private static List<Datum> column(Relation relation, RelationColumn column, int position) {
        StandardType type = StandardType.of(column.type());
        ColumnDefault.@Nullable Identity numbers =
                column.byDefault() instanceof ColumnDefault.Identity identity ? identity : null;
        return row(
                CATALOG,
                relation.schema(),
                relation.name(),
                column.name(),
                position,
                column.defaultText(),
                column.nullable() ? YES : NO,
                type.name(),
                type.characters(),
                type.characters() == null ? null : (Long) (type.characters() * 4L),
                type.precision(),
                type.radix(),
                type.scale(),
                type.fraction(),
                numbers == null ? NO : YES,
                numbers == null ? null : numbers.always() ? "ALWAYS" : "BY DEFAULT",
                numbers == null ? null : String.valueOf(numbers.start()),
                numbers == null ? null : String.valueOf(numbers.increment()),
                "NEVER",
                relation.kind() == Kind.TABLE ? YES : NO);
    }

    /// The name of the constraint that a primary key is.
    private static String primaryKey(TableDefinition table) {
        return table.name() + "_pkey";
    }

    private static List<List<Datum>> constraints(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (TableDefinition table : now.snapshot().tables()) {
            if (!table.primaryKey().isEmpty()) {
                rows.add(constraint(table, primaryKey(table), "PRIMARY KEY", YES));
            }
            for (ForeignKey key : table.foreignKeys()) {
                rows.add(constraint(table, key.name(), "FOREIGN KEY", NO));
            }
        }
        return rows;
    }

    private static List<Datum> constraint(TableDefinition table, String name, String type, String enforced) {
        return row(CATALOG, table.schema(), name, CATALOG, table.schema(), table.name(), type, NO, NO, enforced);
    }

    private static List<List<Datum>> keyColumns(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (TableDefinition table : now.snapshot().tables()) {
            for (int i = 0; i < table.primaryKey().size(); i++) {
                rows.add(keyColumn(table, primaryKey(table), table.primaryKey().get(i), i, null));
            }
            for (ForeignKey key : table.foreignKeys()) {
                List<Integer> referenced = now.snapshot()
                        .table(key.referencedTableId())
                        .map(TableDefinition::primaryKey)
                        .orElse(List.of());
                for (int i = 0; i < key.columnIds().size(); i++) {
                    int place = referenced.indexOf(key.referencedColumnIds().get(i));
                    rows.add(keyColumn(table, key.name(), key.columnIds().get(i), i, place < 0 ? null : place + 1));
                }
            }
        }
        return rows;
    }

    private static List<Datum> keyColumn(
            TableDefinition table, String constraint, int columnId, int index, @Nullable Integer referenced) {
        return row(
                CATALOG,
                table.schema(),
                constraint,
                CATALOG,
                table.schema(),
                table.name(),
                table.column(columnId).name(),
                index + 1,
                referenced);
    }

    private static List<List<Datum>> references(SystemView now) {
        List<List<Datum>> rows = new ArrayList<>();
        for (TableDefinition table : now.snapshot().tables()) {
            for (ForeignKey key : table.foreignKeys()) {
                now.snapshot()
                        .table(key.referencedTableId())
                        .ifPresent(referenced -> rows.add(row(
                                CATALOG,
                                table.schema(),
                                key.name(),
                                CATALOG,
                                referenced.schema(),
                                primaryKey(referenced),
                                "NONE",
                                "NO ACTION",
                                "NO ACTION")));
            }
        }
        return rows;
    }
}
