package io.colonnade.core.error;

/// What went wrong, by whose fault, with the SQLSTATE that JDBC clients see.
///
/// | Class | Whose fault | Retry |
/// |---|---|---|
/// | USER | the statement or its data | never |
/// | RESOURCES | a limit was reached | later, or with more |
/// | EXTERNAL | a file, disk, node or network | perhaps |
/// | INTERNAL | this engine: a bug | report it |
public enum ErrorCode {
    SYNTAX("42601", Fault.USER),
    UNKNOWN_TABLE("42P01", Fault.USER),
    UNKNOWN_COLUMN("42703", Fault.USER),
    UNKNOWN_FUNCTION("42883", Fault.USER),
    UNKNOWN_SCHEMA("3F000", Fault.USER),
    AMBIGUOUS_COLUMN("42702", Fault.USER),
    DUPLICATE_TABLE("42P07", Fault.USER),
    DUPLICATE_COLUMN("42701", Fault.USER),
    DUPLICATE_SCHEMA("42P06", Fault.USER),
    DEPENDENT_OBJECTS("2BP01", Fault.USER),
    WRONG_OBJECT("42809", Fault.USER),
    UNKNOWN_OBJECT("42704", Fault.USER),
    UNKNOWN_PREPARED("26000", Fault.USER),
    DUPLICATE_OBJECT("42710", Fault.USER),
    TYPE_MISMATCH("42804", Fault.USER),
    INVALID_GROUPING("42803", Fault.USER),
    INVALID_COLUMN_REFERENCE("42P10", Fault.USER),
    INVALID_RECURSION("42P19", Fault.USER),
    INVALID_STATEMENT("42000", Fault.USER),
    GENERATED_ALWAYS("428C9", Fault.USER),
    INVALID_PARAMETER("22023", Fault.USER),
    INVALID_FRAME_SIZE("22013", Fault.USER),
    INVALID_NTILE("22014", Fault.USER),
    INVALID_NTH_VALUE("22016", Fault.USER),
    NOT_SUPPORTED("0A000", Fault.USER),
    DIVISION_BY_ZERO("22012", Fault.USER),
    OUT_OF_RANGE("22003", Fault.USER),
    INVALID_TEXT("22P02", Fault.USER),
    INVALID_DATETIME("22007", Fault.USER),
    INVALID_PATTERN("2201B", Fault.USER),
    STRING_TOO_LONG("22001", Fault.USER),
    INVALID_UTF8("22021", Fault.USER),
    BAD_COPY_DATA("22P04", Fault.USER),
    NOT_NULL_VIOLATION("23502", Fault.USER),
    UNIQUE_VIOLATION("23505", Fault.USER),
    FOREIGN_KEY_VIOLATION("23503", Fault.USER),
    CARDINALITY_VIOLATION("21000", Fault.USER),
    CHECK_VIOLATION("23514", Fault.USER),
    CONFLICT("40001", Fault.USER),
    /// Keys of added rows were checked among rows that are no longer all there are: they are to be checked again.
    KEYS_UNCHECKED("40001", Fault.USER),
    TRANSACTION_ACTIVE("25001", Fault.USER),
    NO_TRANSACTION("25P01", Fault.USER),
    TRANSACTION_FAILED("25P02", Fault.USER),
    READ_ONLY_TRANSACTION("25006", Fault.USER),
    CANCELLED("57014", Fault.USER),
    TIMEOUT("57014", Fault.USER),

    OUT_OF_MEMORY("53200", Fault.RESOURCES),
    DISK_FULL("53100", Fault.RESOURCES),
    LIMIT_EXCEEDED("54000", Fault.RESOURCES),
    TOO_COMPLEX("54001", Fault.RESOURCES),
    TOO_MANY_COLUMNS("54011", Fault.RESOURCES),

    FILE_NOT_FOUND("58P01", Fault.EXTERNAL),
    IO("58030", Fault.EXTERNAL),
    DATABASE_IN_USE("55006", Fault.EXTERNAL),
    NODE_FAILED("08006", Fault.EXTERNAL),
    CONNECTION_CLOSED("08003", Fault.EXTERNAL),
    CORRUPT_DATA("XX001", Fault.EXTERNAL),

    INTERNAL("XX000", Fault.INTERNAL);

    /// Whose fault an error is.
    public enum Fault {
        USER,
        RESOURCES,
        EXTERNAL,
        INTERNAL
    }

    private final String sqlState;
    private final Fault fault;

    ErrorCode(String sqlState, Fault fault) {
        this.sqlState = sqlState;
        this.fault = fault;
    }

    public String sqlState() {
        return sqlState;
    }

    public Fault fault() {
        return fault;
    }
}
