package io.colonnade.jdbc.service;

import java.sql.Types;

/// A SQL type in JDBC's terms. The factories below are the only combinations in use.
///
/// @param jdbcType of [Types] @param name as it is written in SQL, without length: `DECIMAL` @param precision
/// digits of a number, characters of a text ([#UNBOUNDED] without a declared length), characters of a printed
/// date or timestamp, 1 for BOOLEAN @param scale digits after the point: of a DECIMAL its own, of a TIME or
/// TIMESTAMP 6, else 0 @param zone of a TIMESTAMP WITH TIME ZONE the name of the zone in which it is shown as
/// text, else empty
public record TypeDescription(int jdbcType, String name, int precision, int scale, String zone) {

    /// The precision of a VARCHAR without a declared length.
    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /// A type without a zone.
    public TypeDescription(int jdbcType, String name, int precision, int scale) {
        this(jdbcType, name, precision, scale, "");
    }

    public static final TypeDescription BOOLEAN = new TypeDescription(Types.BOOLEAN, "BOOLEAN", 1, 0);
    public static final TypeDescription TINYINT = new TypeDescription(Types.TINYINT, "TINYINT", 3, 0);
    public static final TypeDescription SMALLINT = new TypeDescription(Types.SMALLINT, "SMALLINT", 5, 0);
    public static final TypeDescription INTEGER = new TypeDescription(Types.INTEGER, "INTEGER", 10, 0);
    public static final TypeDescription BIGINT = new TypeDescription(Types.BIGINT, "BIGINT", 19, 0);
    public static final TypeDescription REAL = new TypeDescription(Types.REAL, "REAL", 8, 0);
    public static final TypeDescription DOUBLE = new TypeDescription(Types.DOUBLE, "DOUBLE", 17, 0);
    public static final TypeDescription DATE = new TypeDescription(Types.DATE, "DATE", 10, 0);
    public static final TypeDescription TIME = new TypeDescription(Types.TIME, "TIME", 15, 6);
    public static final TypeDescription TIMESTAMP = new TypeDescription(Types.TIMESTAMP, "TIMESTAMP", 26, 6);
    public static final TypeDescription INTERVAL = new TypeDescription(Types.OTHER, "INTERVAL", 49, 6);
    public static final TypeDescription VARCHAR = varchar(UNBOUNDED);

    /// The type of an untyped NULL and of a parameter whose place does not tell its type.
    public static final TypeDescription NULL = new TypeDescription(Types.NULL, "NULL", 0, 0);

    /// Values are moments; `zone` is that of the session.
    public static TypeDescription zonedTimestamp(String zone) {
        return new TypeDescription(Types.TIMESTAMP_WITH_TIMEZONE, "TIMESTAMP WITH TIME ZONE", 32, 6, zone);
    }

    public static TypeDescription decimal(int precision, int scale) {
        return new TypeDescription(Types.DECIMAL, "DECIMAL", precision, scale);
    }

    public static TypeDescription varchar(int length) {
        return new TypeDescription(Types.VARCHAR, "VARCHAR", length, 0);
    }

    public static TypeDescription character(int length) {
        return new TypeDescription(Types.CHAR, "CHAR", length, 0);
    }
}
