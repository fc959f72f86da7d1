package io.colonnade.jdbc;

import io.colonnade.jdbc.metadata.CatalogQueries;
import java.util.List;

/// The questions of `DatabaseMetaData` that have one answer: here those about names and words, below those about the
/// language ([LanguageFacts]) and about what runs ([RunningFacts]); result sets are in [EngineDatabaseMetaData]. What
/// Avatica answers rightly (limits unknown: 0) is inherited.
abstract class EngineFacts extends LanguageFacts {

    private final EngineConnection connection;

    EngineFacts(EngineConnection connection) {
        super(connection);
        this.connection = connection;
    }

    private int versionPart(int index) {
        String[] parts = connection.information().productVersion().split("[.-]");
        return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
    }

    private static String joined(List<String> words) {
        return String.join(",", words);
    }

    // URL and names

    @Override
    public String getUserName() {
        return "";
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public String getDatabaseProductName() {
        return "Colonnade";
    }

    @Override
    public String getDatabaseProductVersion() {
        return connection.information().productVersion();
    }

    @Override
    public String getDriverName() {
        return "Colonnade JDBC Driver";
    }

    @Override
    public String getDriverVersion() {
        return DriverBuild.VERSION;
    }

    @Override
    public int getDatabaseMajorVersion() {
        return versionPart(0);
    }

    @Override
    public int getDatabaseMinorVersion() {
        return versionPart(1);
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public int getSQLStateType() {
        return sqlStateSQL;
    }

    @Override
    public String getSchemaTerm() {
        return "schema";
    }

    @Override
    public String getCatalogTerm() {
        return "database";
    }

    @Override
    public String getProcedureTerm() {
        return "procedure";
    }

    // Order of nulls: last in ascending order, first in descending

    @Override
    public boolean nullsAreSortedHigh() {
        return true;
    }

    @Override
    public boolean nullsAreSortedLow() {
        return false;
    }

    @Override
    public boolean nullsAreSortedAtStart() {
        return false;
    }

    @Override
    public boolean nullsAreSortedAtEnd() {
        return false;
    }

    // Names keep their case and match whatever their case

    @Override
    public boolean storesMixedCaseIdentifiers() {
        return true;
    }

    @Override
    public boolean storesUpperCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesLowerCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsMixedCaseIdentifiers() {
        return false;
    }

    @Override
    public boolean storesMixedCaseQuotedIdentifiers() {
        return true;
    }

    @Override
    public boolean storesUpperCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean storesLowerCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public boolean supportsMixedCaseQuotedIdentifiers() {
        return false;
    }

    @Override
    public String getIdentifierQuoteString() {
        return "\"";
    }

    @Override
    public String getSearchStringEscape() {
        return CatalogQueries.searchEscape();
    }

    @Override
    public String getExtraNameCharacters() {
        return "";
    }

    @Override
    public boolean isCatalogAtStart() {
        return true;
    }

    @Override
    public String getCatalogSeparator() {
        return ".";
    }

    // Words and functions

    @Override
    public String getSQLKeywords() {
        return joined(connection.information().keywords());
    }

    @Override
    public String getNumericFunctions() {
        return joined(connection.information().numericFunctions());
    }

    @Override
    public String getStringFunctions() {
        return joined(connection.information().stringFunctions());
    }

    @Override
    public String getSystemFunctions() {
        return joined(connection.information().systemFunctions());
    }

    @Override
    public String getTimeDateFunctions() {
        return joined(connection.information().timeDateFunctions());
    }
}
