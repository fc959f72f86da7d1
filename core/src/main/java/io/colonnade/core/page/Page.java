package io.colonnade.core.page;

import org.jspecify.annotations.Nullable;

/// A batch of rows: columns of one length, and optionally a selection of the rows that count.
///
/// ```text
/// selection   null = all       columns   0: Dictionary   1: Narrow   2: Constant
///   1 ----------------------------->      'EUROPE'         17          1997
///   3 ----------------------------->      'ASIA'            4          1997
/// ```
///
/// *Size*: 1 to {@link #ROWS_MAX} physical rows, and at least one of them counts: an empty page is never passed on.
/// *Ownership*: the producer owns the memory and lends the page for the duration of the call that passes it on. Who
/// keeps rows longer (a hash table, a sort, an exchange) copies them. The arrays must not be changed.
public final class Page {
    /// The most rows of a page.
    public static final int ROWS_MAX = 4096;
    /// Rows of a block: the unit of skipping, of encoding and of a morsel. Pages never cross a block.
    public static final int BLOCK_ROWS = 65536;

    private final int length;
    private final Column[] columns;
    private final @Nullable Selection selection;

    public Page(int length, Column... columns) {
        this(length, columns, null);
    }

    public Page(int length, Column[] columns, @Nullable Selection selection) {
        this.length = length;
        this.columns = columns;
        this.selection = selection;
    }

    /// Physical rows, selected or not: the length of every column.
    public int length() {
        return length;
    }

    /// Rows that count.
    public int rows() {
        return selection == null ? length : selection.count();
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    public Column[] columns() {
        return columns;
    }

    public @Nullable Selection selection() {
        return selection;
    }

    public Page select(@Nullable Selection rows) {
        return new Page(length, columns, rows);
    }

    /// The physical position of the `row`-th row that counts.
    public int position(int row) {
        return selection == null ? row : selection.positions()[row];
    }
}
