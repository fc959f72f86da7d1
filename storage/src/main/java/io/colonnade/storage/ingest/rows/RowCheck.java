package io.colonnade.storage.ingest.rows;

import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.page.Page;
import org.jspecify.annotations.Nullable;

/// Finds rows that could be read and are bad all the same.
///
/// *Thread safety*: that of the source's readers.
@FunctionalInterface
public interface RowCheck {
    /// What is wrong with a row of a page, or null. The page has the columns of the file scan and no selection.
    @Nullable
    Finding find(Page page, int row);

    /// The column or columns to blame, their values as text, and what is wrong with them, such as `is not a number`.
    record Finding(ErrorCode code, String column, String value, String problem) {}
}
