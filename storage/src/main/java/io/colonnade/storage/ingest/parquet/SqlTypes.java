package io.colonnade.storage.ingest.parquet;

import io.colonnade.core.type.Type;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/// The SQL type that a column of a Parquet file is read as when nobody gives one: the narrowest that loses nothing.
final class SqlTypes {
    private static final int BITS_OF_SHORT = 16;
    private static final int DIGITS_OF_UNSIGNED = 20;

    private SqlTypes() {}

    static Type of(PrimitiveType type) {
        LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
        if (meaning instanceof DecimalLogicalTypeAnnotation decimal) {
            return decimal.getPrecision() <= Type.DecimalType.PRECISION_MAX
                    ? Type.decimal(decimal.getPrecision(), decimal.getScale())
                    : Type.VARCHAR;
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> Type.BOOLEAN;
            case INT32 -> meaning instanceof DateLogicalTypeAnnotation ? Type.DATE : integer(meaning, 32);
            case INT64 -> meaning instanceof TimestampLogicalTypeAnnotation ? Type.TIMESTAMP : integer(meaning, 64);
            case INT96 -> Type.TIMESTAMP;
            case FLOAT, DOUBLE -> Type.DOUBLE;
            case BINARY, FIXED_LEN_BYTE_ARRAY -> Type.VARCHAR;
        };
    }

    private static Type integer(LogicalTypeAnnotation meaning, int width) {
        if (!(meaning instanceof IntLogicalTypeAnnotation integer)) {
            return width == 32 ? Type.INTEGER : Type.BIGINT;
        }
        if (integer.isSigned()) {
            return integer.getBitWidth() <= BITS_OF_SHORT
                    ? Type.SMALLINT
                    : integer.getBitWidth() <= 32 ? Type.INTEGER : Type.BIGINT;
        }
        return integer.getBitWidth() <= BITS_OF_SHORT
                ? Type.INTEGER
                : integer.getBitWidth() <= 32 ? Type.BIGINT : Type.decimal(DIGITS_OF_UNSIGNED, 0);
    }
}
