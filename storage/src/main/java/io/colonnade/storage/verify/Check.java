package io.colonnade.storage.verify;

/// What is proved of stored rows; `text` is its name in the result of VERIFY.
public enum Check {
    /// The Parquet file is there, has its size and its CRC-32C, and can be decoded.
    PARQUET("parquet"),
    /// Each checksum of the image is right and each block can be decoded.
    IMAGE("image"),
    /// Parquet file and image hold the same values.
    VALUES("values"),
    /// As many rows as the catalog says, in the columns that it says.
    ROWS("rows"),
    /// The positions of deleted rows are positions of rows, and as many as the catalog says.
    DELETED("deleted rows"),
    /// The rows lie in the order of the sort key.
    ORDER("order"),
    /// Minimum, maximum and number of NULLs of each column are those of its values.
    STATISTICS("statistics"),
    /// The same for each block of the image.
    ZONES("zones"),
    /// No live row has NULL where the table allows none.
    NOT_NULL("not null"),
    /// The segment lies on the node of its slot, and its rows hash to that slot.
    SLOT("slot"),
    /// The rows belong to the partition.
    PARTITION("partition"),
    /// No key is there twice.
    PRIMARY_KEY("primary key"),
    /// Each row refers to a row that is there.
    FOREIGN_KEY("foreign key"),
    /// The copies of a replicated table hold the same rows.
    COPIES("copies");

    private final String text;

    Check(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
