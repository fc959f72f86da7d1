package io.colonnade.storage.ingest.parquet;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.PrimitiveType;

/// A flat column of a Parquet file; `fieldId` is -1 if it has none.
public record ParquetColumn(String name, int fieldId, ColumnDescriptor descriptor) {
    PrimitiveType type() {
        return descriptor.getPrimitiveType();
    }

    boolean isOptional() {
        return descriptor.getMaxDefinitionLevel() > 0;
    }

    /// The type as Parquet writes it, such as `INT32 (DATE)`.
    String typeName() {
        String annotation =
                type().getLogicalTypeAnnotation() == null ? "" : " (" + type().getLogicalTypeAnnotation() + ")";
        return type().getPrimitiveTypeName() + annotation;
    }
}
