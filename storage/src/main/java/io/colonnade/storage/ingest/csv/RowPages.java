package io.colonnade.storage.ingest.csv;

import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.storage.ingest.csv.layout.FieldIndex;
import io.colonnade.storage.ingest.csv.value.BadField;
import io.colonnade.storage.ingest.csv.value.ColumnTarget;
import io.colonnade.storage.ingest.csv.value.FieldParser;
import io.colonnade.storage.ingest.rows.PageConsumer;
import io.colonnade.storage.ingest.rows.Rejections;
import io.colonnade.storage.ingest.rows.RowCheck;
import io.colonnade.storage.ingest.rows.RowProblem;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.TreeMap;

/// Parses rows whose fields were found, column by column, until a page is full and goes to the consumer.
///
/// ```text
/// FieldIndex, up to 512 rows -> parse column 0, 1, .. -> none bad: they are part of the page
///                                                     -> the first bad row is left out, and all is parsed again
/// ```
///
/// The first bad row in their order is the one that is reported first. *Threads*: one.
public final class RowPages {
    private final List<FieldParser> parsers;
    private final ColumnTarget[] columns;
    private final Rejections rejections;
    private final PageConsumer consumer;
    private int rows;

    /// What to tell of the rows of a field index, whose numbers are those before any was left out.
    public interface Origin {
        /// What is wrong with a row.
        RowProblem problem(int row, String columnName, String value, BadField bad);

        /// The row as it was written.
        String text(int row);
    }

    /// Long texts of the pages stay in `bytes`, which is what the field indexes refer to.
    public RowPages(
            List<FieldParser> parsers,
            Scratch scratch,
            MemorySegment bytes,
            Rejections rejections,
            PageConsumer consumer) {
        this.parsers = parsers;
        this.rejections = rejections;
        this.consumer = consumer;
        this.columns = new ColumnTarget[parsers.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = new ColumnTarget(parsers.get(i).column.type(), scratch, bytes);
        }
    }

    /// Adds the rows; `known` are those of them that were found to be bad before they were parsed.
    public void add(FieldIndex fields, TreeMap<Integer, RowProblem> known, Origin origin) {
        while (fields.rows > 0) {
            int good = known.isEmpty() ? fields.rows : position(fields, known.firstKey());
            RowProblem problem = known.isEmpty() ? null : known.firstEntry().getValue();
            for (int i = 0; i < columns.length; i++) {
                try {
                    parsers.get(i).parse(fields, i, good, columns[i], rows);
                } catch (BadField e) {
                    good = e.row;
                    problem = origin.problem(
                            fields.origin(good), parsers.get(i).column.name(), value(fields, i, e), e);
                }
            }
            if (problem == null) {
                break;
            }
            int bad = fields.origin(good);
            rejections.add(problem, () -> origin.text(bad));
            known.remove(bad);
            fields.remove(good);
            for (ColumnTarget column : columns) {
                column.retry(rows);
            }
        }
        rows += fields.rows;
        RowCheck check = rejections.check();
        if (check != null) {
            pushChecked(check, fields, origin);
        } else if (rows + FieldIndex.ROWS_MAX > Page.ROWS_MAX) {
            push();
        }
    }

    /// Pages are those of one field index then, so that each row is known by its number. They have the bad rows, too.
    private void pushChecked(RowCheck check, FieldIndex fields, Origin origin) {
        if (rows == 0) {
            return;
        }
        Page page = page();
        for (int row = 0; row < rows; row++) {
            RowCheck.Finding finding = check.find(page, row);
            if (finding != null) {
                int bad = fields.origin(row);
                BadField problem = new BadField(row, finding.code(), finding.problem());
                rejections.add(origin.problem(bad, finding.column(), finding.value(), problem), () -> origin.text(bad));
            }
        }
        push(page);
    }

    private static int position(FieldIndex fields, int origin) {
        int row = 0;
        while (fields.origin(row) < origin) {
            row++;
        }
        return row;
    }

    private static String value(FieldIndex fields, int index, BadField bad) {
        int field = bad.row * fields.columns + index;
        return FieldParser.text(fields.bytes, fields.starts[field], fields.ends[field]);
    }

    /// Hands out the rows that are waiting for more.
    public void push() {
        if (rows > 0) {
            push(page());
        }
    }

    private Page page() {
        Column[] page = new Column[columns.length];
        for (int i = 0; i < page.length; i++) {
            page[i] = columns[i].column(rows);
        }
        return new Page(rows, page);
    }

    private void push(Page page) {
        consumer.accept(page);
        for (ColumnTarget column : columns) {
            column.clear();
        }
        rows = 0;
    }

    /// A problem that is known before the row is indexed: the rows before it have been added.
    public void reject(RowProblem problem, String text) {
        rejections.add(problem, () -> text);
    }
}
