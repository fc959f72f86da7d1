package io.colonnade.jdbc;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.metadata.CatalogQueries;
import io.colonnade.jdbc.metadata.MetadataShape;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineSession;
import io.colonnade.jdbc.service.StatementResult;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `DatabaseMetaData`: every call takes one snapshot of the catalog from the session's memory and shows it through the
/// same frames and result set as a query. Usable while a query streams on the same connection.
final class EngineDatabaseMetaData extends EngineFacts {

    private final EngineConnection connection;

    EngineDatabaseMetaData(EngineConnection connection) {
        super(connection);
        this.connection = connection;
    }

    private CatalogQueries catalog() throws SQLException {
        try {
            EngineSession session = connection.session();
            return new CatalogQueries(session.information(), session.tables());
        } catch (EngineFailure failure) {
            throw SqlExceptions.of(failure);
        } catch (RuntimeException defect) {
            throw SqlExceptions.internal("reading the catalog", defect);
        }
    }

    private CatalogQueries withoutTables() {
        return new CatalogQueries(connection.information(), List.of());
    }

    private ResultSet show(StatementResult rows) throws SQLException {
        return EngineResultSet.ofRows(connection, rows);
    }

    @Override
    public ResultSet getCatalogs() throws SQLException {
        return show(withoutTables().catalogs());
    }

    @Override
    public ResultSet getSchemas() throws SQLException {
        return getSchemas(null, null);
    }

    @Override
    public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) throws SQLException {
        return show(catalog().schemas(catalog, schemaPattern));
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return show(withoutTables().tableTypes());
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return show(withoutTables().typeInfo());
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] types)
            throws SQLException {
        return show(catalog().tables(catalog, schemaPattern, tablePattern, types));
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return show(catalog().columns(catalog, schemaPattern, tablePattern, columnPattern));
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return show(catalog().primaryKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return show(catalog().importedKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return show(catalog().exportedKeys(catalog, schema, table));
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreignTable)
            throws SQLException {
        return show(catalog()
                .crossReference(parentCatalog, parentSchema, parentTable, foreignCatalog, foreignSchema, foreignTable));
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            boolean unique,
            boolean approximate)
            throws SQLException {
        return show(catalog().indexInfo(catalog, schema, table, unique));
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, int scope, boolean nullable)
            throws SQLException {
        return show(catalog().bestRowIdentifier(catalog, schema, table));
    }

    // What the engine does not have: the right columns and no rows.

    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return show(MetadataShape.VERSION_COLUMNS.empty());
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, @Nullable String columnPattern)
            throws SQLException {
        return show(MetadataShape.COLUMN_PRIVILEGES.empty());
    }

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        return show(MetadataShape.TABLE_PRIVILEGES.empty());
    }

    @Override
    public ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedurePattern)
            throws SQLException {
        return show(MetadataShape.PROCEDURES.empty());
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedurePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return show(MetadataShape.PROCEDURE_COLUMNS.empty());
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionPattern)
            throws SQLException {
        return show(MetadataShape.FUNCTIONS.empty());
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionPattern,
            @Nullable String columnPattern)
            throws SQLException {
        return show(MetadataShape.FUNCTION_COLUMNS.empty());
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            int @Nullable [] types)
            throws SQLException {
        return show(MetadataShape.UDTS.empty());
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typePattern)
            throws SQLException {
        return show(MetadataShape.SUPER_TYPES.empty());
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern)
            throws SQLException {
        return show(MetadataShape.SUPER_TABLES.empty());
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            @Nullable String attributePattern)
            throws SQLException {
        return show(MetadataShape.ATTRIBUTES.empty());
    }

    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        return show(MetadataShape.CLIENT_INFO.empty());
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return show(MetadataShape.PSEUDO_COLUMNS.empty());
    }
}
