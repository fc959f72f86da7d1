package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.type.Datum;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.kernel.Words;
import io.colonnade.exec.kernel.filter.ValueScan;
import io.colonnade.exec.kernel.filter.ValueTest;
import java.lang.foreign.SegmentAllocator;
import org.jspecify.annotations.Nullable;

/// A condition on one column, tested on the column's own form:
///
/// | Form | Test |
/// |---|---|
/// | Plain, Narrow | a set of integers ({@link ValueTest}), if the condition is one |
/// | Dictionary | the set of codes whose entries pass ({@link CodeTests}) |
/// | Runs | run by run |
/// | Constant | once |
///
/// Where none fits it falls back on {@link GeneralTest}.
final class ColumnTest implements RowTest {
    private final int index;
    private final @Nullable ValueTest values;
    private final GeneralTest general;
    private final Evaluator alone;
    private final CodeTests codes;
    private final ValueScan scan;
    private final long[] runMask = new long[Words.MAX];

    ColumnTest(int index, @Nullable ValueTest values, Evaluator condition, Evaluator alone, ValueScan scan) {
        this.index = index;
        this.values = values;
        this.general = new GeneralTest(condition);
        this.alone = alone;
        this.codes = new CodeTests(alone);
        this.scan = scan;
    }

    @Override
    public boolean scans(Page page, SegmentAllocator scratch) {
        return switch (page.column(index)) {
            case Column.Plain c -> values != null;
            case Column.Narrow c -> values != null;
            case Column.Dictionaried c -> codes.of(c.dictionary(), page.length(), scratch) != null;
            case Column.Constant c -> true;
            case Column.Runs c -> values != null;
        };
    }

    @Override
    public void scan(Page page, SegmentAllocator scratch, long[] mask) {
        switch (page.column(index)) {
            case Column.Plain c when values != null -> scan(c, values, mask);
            case Column.Narrow c when values != null -> scan(c, values, mask);
            case Column.Dictionaried c -> {
                CodeTests.Codes test = codes.of(c.dictionary(), page.length(), scratch);
                if (test == null) {
                    general.scan(page, scratch, mask);
                } else {
                    scan(c, test, mask);
                }
            }
            case Column.Constant c -> Words.fill(mask, c.length(), passes(c.value(), c, scratch) ? -1 : 0);
            case Column.Runs c -> scanRuns(page, c, scratch, mask);
            case Column.Plain c -> general.scan(page, scratch, mask);
            case Column.Narrow c -> general.scan(page, scratch, mask);
        }
    }

    private void scan(Column.Plain column, ValueTest test, long[] mask) {
        scan.scan(column, test, mask);
        Words.and(mask, column.validity(), column.length());
    }

    private void scan(Column.Narrow column, ValueTest test, long[] mask) {
        scan.scan(column, test, mask);
        Words.and(mask, column.validity(), column.length());
    }

    private void scan(Column.Dictionaried column, CodeTests.Codes test, long[] mask) {
        scan.scan(column, test.codes(), mask);
        if (test.nullPasses()) {
            Words.orNot(mask, column.validity(), column.length());
        } else {
            Words.and(mask, column.validity(), column.length());
        }
    }

    /// Whether one value passes; the page has at least one row that has it.
    private boolean passes(Datum value, Column.Constant column, SegmentAllocator scratch) {
        if (values != null && value instanceof Datum.Int number) {
            return values.contains(number.value());
        }
        Page one = new Page(1, column.slice(0, 1));
        return alone.evaluate(one, scratch).datum(0).equals(Datum.TRUE);
    }

    private void scanRuns(Page page, Column.Runs column, SegmentAllocator scratch, long[] mask) {
        if (!testRuns(column, scratch)) {
            general.scan(page, scratch, mask);
            return;
        }
        Words.fill(mask, column.length(), 0);
        int from = 0;
        for (int run = 0; run < column.runCount(); run++) {
            int end = column.end(run);
            if ((runMask[run >>> 6] >>> run & 1) != 0) {
                Words.set(mask, from, end);
            }
            from = end;
        }
    }

    /// Tests the value of each run; false if one of them fails, which may be the value of no selected row.
    private boolean testRuns(Column.Runs column, SegmentAllocator scratch) {
        try {
            Page runs = new Page(column.runCount(), column.values());
            general(alone).scan(runs, scratch, runMask);
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    private static GeneralTest general(Evaluator condition) {
        return new GeneralTest(condition);
    }

    @Override
    public int narrow(Page page, SegmentAllocator scratch, int[] rows, int count, int[] kept) {
        return switch (page.column(index)) {
            case Column.Plain c
            when values != null -> {
                int left = scan.narrow(c, values, rows, count, kept);
                yield c.validity() == null ? left : ValueScan.present(c.validity(), kept, left, kept);
            }
            case Column.Narrow c
            when values != null -> {
                int left = scan.narrow(c, values, rows, count, kept);
                yield c.validity() == null ? left : ValueScan.present(c.validity(), kept, left, kept);
            }
            case Column.Dictionaried c -> narrow(page, c, scratch, rows, count, kept);
            case Column.Constant c -> {
                boolean passes = passes(c.value(), c, scratch);
                System.arraycopy(rows, 0, kept, 0, passes ? count : 0);
                yield passes ? count : 0;
            }
            case Column.Runs c -> narrowRuns(page, c, scratch, rows, count, kept);
            case Column.Plain c -> general.narrow(page, scratch, rows, count, kept);
            case Column.Narrow c -> general.narrow(page, scratch, rows, count, kept);
        };
    }

    private int narrow(
            Page page, Column.Dictionaried column, SegmentAllocator scratch, int[] rows, int count, int[] kept) {
        CodeTests.Codes test = codes.of(column.dictionary(), count, scratch);
        if (test == null || (test.nullPasses() && column.validity() != null)) {
            return general.narrow(page, scratch, rows, count, kept);
        }
        int left = scan.narrow(column, test.codes(), rows, count, kept);
        return column.validity() == null ? left : ValueScan.present(column.validity(), kept, left, kept);
    }

    private int narrowRuns(Page page, Column.Runs column, SegmentAllocator scratch, int[] rows, int count, int[] kept) {
        if (!testRuns(column, scratch)) {
            return general.narrow(page, scratch, rows, count, kept);
        }
        int n = 0;
        int run = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            while (row >= column.end(run)) {
                run++;
            }
            kept[n] = row;
            n += (int) (runMask[run >>> 6] >>> run & 1);
        }
        return n;
    }
}
