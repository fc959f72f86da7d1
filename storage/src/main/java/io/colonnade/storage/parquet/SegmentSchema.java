package io.colonnade.storage.parquet;

import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.type.Type;
import java.util.Base64;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// The columns of a segment as SQL has them; what Parquet's own schema does not say, such as CHAR(10), comes back
/// from the footer.
public record SegmentSchema(long segmentId, List<ColumnDefinition> columns) {
    /// The key of this record in the footer.
    public static final String FOOTER_KEY = "colonnade.segment";

    private static final RecordCodec<SegmentSchema> CODEC = new RecordCodec<>(SegmentSchema.class);
    private static final String VERSION = "1:";
    static final int WIDE_BYTES = 16;

    public SegmentSchema {
        columns = List.copyOf(columns);
    }

    public String toFooter() {
        return VERSION + Base64.getEncoder().encodeToString(CODEC.encode(this));
    }

    /// What a footer holds under the key; MalformedBytesException if that is nothing of ours.
    public static SegmentSchema fromFooter(String text) {
        if (!text.startsWith(VERSION)) {
            throw new MalformedBytesException("a schema of another version");
        }
        try {
            return CODEC.decode(Base64.getDecoder().decode(text.substring(VERSION.length())));
        } catch (IllegalArgumentException e) {
            throw new MalformedBytesException("a schema that is not in base 64");
        }
    }

    MessageType message() {
        Types.MessageTypeBuilder message = Types.buildMessage();
        for (ColumnDefinition column : columns) {
            message.addField(field(column));
        }
        return message.named("segment");
    }

    private static PrimitiveType field(ColumnDefinition column) {
        PrimitiveTypeName physical = physical(column.type());
        Types.PrimitiveBuilder<PrimitiveType> field =
                column.nullable() ? Types.optional(physical) : Types.required(physical);
        if (physical == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY) {
            field.length(WIDE_BYTES);
        }
        field = switch (column.type()) {
            case Type.TinyintType t -> field.as(LogicalTypeAnnotation.intType(8, true));
            case Type.SmallintType t -> field.as(LogicalTypeAnnotation.intType(16, true));
            case Type.DecimalType t -> field.as(LogicalTypeAnnotation.decimalType(t.scale(), t.precision()));
            case Type.DateType t -> field.as(LogicalTypeAnnotation.dateType());
            case Type.TimestampType t ->
                field.as(LogicalTypeAnnotation.timestampType(false, LogicalTypeAnnotation.TimeUnit.MICROS));
            case Type.ZonedTimestampType t ->
                field.as(LogicalTypeAnnotation.timestampType(true, LogicalTypeAnnotation.TimeUnit.MICROS));
            case Type.TimeType t ->
                field.as(LogicalTypeAnnotation.timeType(false, LogicalTypeAnnotation.TimeUnit.MICROS));
            case Type.CharType t -> field.as(LogicalTypeAnnotation.stringType());
            case Type.VarcharType t -> field.as(LogicalTypeAnnotation.stringType());
            case Type.BooleanType t -> field;
            case Type.IntegerType t -> field;
            case Type.BigintType t -> field;
            case Type.RealType t -> field;
            case Type.DoubleType t -> field;
            // Parquet's own has milliseconds and no signs.
            case Type.IntervalType t -> field;
        };
        return field.id(column.id()).named(column.name());
    }

    private static PrimitiveTypeName physical(Type type) {
        return switch (type) {
            case Type.BooleanType t -> PrimitiveTypeName.BOOLEAN;
            case Type.TinyintType t -> PrimitiveTypeName.INT32;
            case Type.SmallintType t -> PrimitiveTypeName.INT32;
            case Type.IntegerType t -> PrimitiveTypeName.INT32;
            case Type.DateType t -> PrimitiveTypeName.INT32;
            case Type.BigintType t -> PrimitiveTypeName.INT64;
            case Type.TimeType t -> PrimitiveTypeName.INT64;
            case Type.TimestampType t -> PrimitiveTypeName.INT64;
            case Type.ZonedTimestampType t -> PrimitiveTypeName.INT64;
            case Type.RealType t -> PrimitiveTypeName.FLOAT;
            case Type.DoubleType t -> PrimitiveTypeName.DOUBLE;
            case Type.IntervalType t -> PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            case Type.DecimalType t -> {
                if (isShortDecimal(t)) {
                    yield PrimitiveTypeName.INT32;
                }
                yield t.precision() <= Type.DecimalType.PRECISION_INT64_MAX
                        ? PrimitiveTypeName.INT64
                        : PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
            }
            case Type.CharType t -> PrimitiveTypeName.BINARY;
            case Type.VarcharType t -> PrimitiveTypeName.BINARY;
        };
    }

    /// Whether a decimal is 4 bytes in Parquet, which has 8 in memory.
    static boolean isShortDecimal(Type type) {
        return type instanceof Type.DecimalType decimal && decimal.precision() <= 9;
    }
}
