package io.colonnade.planner.validate;

import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.FileTable;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.catalog.ViewDefinition;
import io.colonnade.core.plan.ScanNode.ScanColumn;
import io.colonnade.core.type.Type;
import io.colonnade.planner.type.TypeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.TranslatableTable;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.impl.AbstractTable;
import org.jspecify.annotations.Nullable;

/// A catalog snapshot as Calcite wants to see it. Rows are described when a table is looked up, no earlier.
public final class CatalogBridge {
    /// Where the table that a statement changes is found, with the ids of its rows.
    static final List<String> CHANGED_TABLE = List.of("$change", "rows");

    /// Where the files of a query are found, by their number.
    static final String FILES = "$files";

    private static final String FILE_NAME = "filename";

    static final String SEGMENT_ID = "$segment";
    static final String ROW_POSITION = "$row";

    private static final CalciteConnectionConfig CONFIG = config();

    private CatalogBridge() {}

    /// A table of the snapshot.
    public static final class BridgedTable extends AbstractTable {
        private final TableDefinition definition;
        private final CatalogSnapshot snapshot;
        private final boolean withRowIds;

        BridgedTable(TableDefinition definition, CatalogSnapshot snapshot, boolean withRowIds) {
            this.definition = definition;
            this.snapshot = snapshot;
            this.withRowIds = withRowIds;
        }

        /// What a scan reads for each field.
        public List<ScanColumn> scanColumns() {
            List<ScanColumn> columns = new ArrayList<>();
            for (ColumnDefinition column : definition.columns()) {
                columns.add(new ScanColumn(column.id(), column.name(), column.type(), column.initial()));
            }
            if (withRowIds) {
                columns.add(new ScanColumn(ScanColumn.SEGMENT_ID, SEGMENT_ID, Type.BIGINT));
                columns.add(new ScanColumn(ScanColumn.ROW_POSITION, ROW_POSITION, Type.BIGINT));
            }
            return columns;
        }

        public TableDefinition definition() {
            return definition;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            RelDataTypeFactory.Builder row = factory.builder();
            definition
                    .columns()
                    .forEach(column ->
                            row.add(column.name(), TypeMapping.toCalcite(column.type(), column.nullable(), factory)));
            if (withRowIds) {
                row.add(SEGMENT_ID, TypeMapping.toCalcite(Type.BIGINT, false, factory));
                row.add(ROW_POSITION, TypeMapping.toCalcite(Type.BIGINT, false, factory));
            }
            return row.build();
        }

        @Override
        public Statistic getStatistic() {
            return Statistics.of((double) snapshot.statistics(definition.id()).rowCount(), List.of());
        }
    }

    /// Files that stand in a query.
    public static final class BridgedFiles extends AbstractTable {
        private final FileTable files;
        private final boolean fileName;

        BridgedFiles(FileTable files, boolean fileName) {
            this.files = files;
            this.fileName = fileName;
        }

        public FileTable files() {
            return files;
        }

        /// Whether the name of the file of a row is its last column.
        public boolean hasFileName() {
            return fileName;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            RelDataTypeFactory.Builder row = factory.builder();
            files.columns()
                    .forEach(column ->
                            row.add(column.name(), TypeMapping.toCalcite(column.type(), column.nullable(), factory)));
            if (fileName) {
                row.add(FILE_NAME, TypeMapping.toCalcite(Type.VARCHAR, false, factory));
            }
            return row.build();
        }

        @Override
        public Statistic getStatistic() {
            return Statistics.of(files.rows(), List.of());
        }
    }

    /// A view of the snapshot, which becomes its query as soon as it is used.
    private static final class BridgedView extends AbstractTable implements TranslatableTable {
        private final ViewQuery query;
        private @Nullable RelDataType rowType;

        BridgedView(ViewQuery query) {
            this.query = query;
        }

        @Override
        public RelDataType getRowType(RelDataTypeFactory factory) {
            RelDataType known = rowType;
            if (known == null) {
                known = query.rowType(factory);
                rowType = known;
            }
            return known;
        }

        @Override
        public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
            return query.algebra(context.getCluster(), table.getRowType());
        }
    }

    private static final class BridgedSchema extends AbstractSchema {
        private final Map<String, Table> tables;

        BridgedSchema(Map<String, Table> tables) {
            this.tables = tables;
        }

        @Override
        protected Map<String, Table> getTableMap() {
            return tables;
        }
    }

    /// `changed` can be found as {@link #CHANGED_TABLE}, too, if it is not null.
    /// The query stands in the views with the ids `within`.
    static CalciteCatalogReader reader(
            CatalogSnapshot snapshot,
            @Nullable TableDefinition changed,
            List<BridgedFiles> files,
            RelDataTypeFactory factory,
            List<Long> within) {
        Map<String, Map<String, Table>> schemas = new HashMap<>();
        snapshot.schemas().forEach(name -> schemas.put(name, new LinkedHashMap<>()));
        schemas.computeIfAbsent(TableDefinition.DEFAULT_SCHEMA, name -> new LinkedHashMap<>());
        for (TableDefinition table : snapshot.tables()) {
            schemas.computeIfAbsent(table.schema(), name -> new LinkedHashMap<>())
                    .put(table.name(), new BridgedTable(table, snapshot, false));
        }
        for (TableDefinition table : snapshot.systemTables()) {
            schemas.computeIfAbsent(table.schema(), name -> new LinkedHashMap<>())
                    .putIfAbsent(table.name(), new BridgedTable(table, snapshot, false));
        }
        for (ViewDefinition view : snapshot.views()) {
            schemas.computeIfAbsent(view.schema(), name -> new LinkedHashMap<>())
                    .put(view.name(), new BridgedView(new ViewQuery(view, snapshot, within)));
        }
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        schemas.forEach((name, tables) -> root.add(name, new BridgedSchema(tables)));
        if (!files.isEmpty()) {
            Map<String, Table> numbered = new LinkedHashMap<>();
            files.forEach(file -> numbered.put(String.valueOf(numbered.size()), file));
            root.add(FILES, new BridgedSchema(numbered));
        }
        if (changed != null) {
            root.add(
                    CHANGED_TABLE.getFirst(),
                    new BridgedSchema(Map.of(CHANGED_TABLE.getLast(), new BridgedTable(changed, snapshot, true))));
        }
        // Names in views are those of the schema that is there in every session.
        String schema = within.isEmpty() ? snapshot.defaultSchema() : TableDefinition.DEFAULT_SCHEMA;
        return new CalciteCatalogReader(root, List.of(schema), factory, CONFIG);
    }

    private static CalciteConnectionConfig config() {
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteConnectionConfigImpl(properties);
    }
}
