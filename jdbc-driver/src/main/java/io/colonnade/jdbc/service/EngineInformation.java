package io.colonnade.jdbc.service;

import java.util.List;

/// Names and constants of an engine, for `DatabaseMetaData` and for the defaults of a connection.
///
/// The lists hold only words a statement may really use: tools offer them to their users.
///
/// @param productVersion of the engine, such as `0.1.0`
/// @param catalog the name of the one catalog
/// @param schema the schema that unqualified names refer to
/// @param schemas all schemas
/// @param keywords reserved words beyond those of SQL:2003
public record EngineInformation(
        String productVersion,
        String catalog,
        String schema,
        List<String> schemas,
        List<String> keywords,
        List<String> numericFunctions,
        List<String> stringFunctions,
        List<String> timeDateFunctions,
        List<String> systemFunctions) {

    public EngineInformation {
        schemas = List.copyOf(schemas);
        keywords = List.copyOf(keywords);
        numericFunctions = List.copyOf(numericFunctions);
        stringFunctions = List.copyOf(stringFunctions);
        timeDateFunctions = List.copyOf(timeDateFunctions);
        systemFunctions = List.copyOf(systemFunctions);
    }
}
