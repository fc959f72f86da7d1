package io.colonnade.exec.operator.flow;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;
import io.colonnade.storage.node.NodeStorage;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Puts identity numbers into a column: for each page as many as it has rows without one, all taken at once.
public final class IdentityOperator implements Operator {
    private final IdentityNode node;
    private final NodeStorage storage;
    private final ColumnDefault.Identity identity;
    private final Type type;
    private final long least;
    private final long most;
    private final Scratch scratch;

    public IdentityOperator(IdentityNode node, NodeStorage storage, DriverContext driver) {
        this.node = node;
        this.storage = storage;
        this.identity = (ColumnDefault.Identity) node.column().byDefault();
        this.type = node.column().type();
        this.most = Long.MAX_VALUE >> Long.SIZE - bits(type);
        this.least = ~most;
        this.scratch = new Scratch(driver.memory());
    }

    private static int bits(Type type) {
        if (type instanceof Type.TinyintType) {
            return Byte.SIZE;
        }
        if (type instanceof Type.SmallintType) {
            return Short.SIZE;
        }
        return type instanceof Type.IntegerType ? Integer.SIZE : Long.SIZE;
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        if (node.copies() && storage.node() != 0) {
            return;
        }
        scratch.reset();
        int width = node.mark() < 0 ? page.columnCount() : node.mark();
        Column[] columns = Arrays.copyOf(page.columns(), width);
        columns[node.position()] = node.mark() < 0 ? all(page) : marked(page);
        downstream.accept(new Page(page.length(), columns, page.selection()));
    }

    private Column all(Page page) {
        MemorySegment values = values(page.length());
        long number = take(page.rows());
        for (int row = 0; row < page.rows(); row++) {
            set(values, page.position(row), number);
            number += identity.increment();
        }
        return new Column.Plain(type, page.length(), values, null);
    }

    private Column marked(Page page) {
        Column.Plain marks = Flatten.plain(page.column(node.mark()), null, scratch);
        Column.Plain given = Flatten.plain(page.column(node.position()), null, scratch);
        MemorySegment values = values(page.length());
        MemorySegment validity =
                scratch.allocate((page.length() + 63L) / 64 * 8).fill((byte) -1);
        int count = 0;
        for (int row = 0; row < page.rows(); row++) {
            count += isMarked(marks, page.position(row)) ? 1 : 0;
        }
        long number = count == 0 ? 0 : take(count);
        for (int row = 0; row < page.rows(); row++) {
            int position = page.position(row);
            if (isMarked(marks, position)) {
                set(values, position, number);
                number += identity.increment();
            } else if (given.isNull(position)) {
                Lanes.setBit(validity, position, false);
            } else {
                set(values, position, get(given.values(), position));
            }
        }
        return new Column.Plain(type, page.length(), values, validity);
    }

    private static boolean isMarked(Column.Plain marks, int position) {
        return !marks.isNull(position) && Lanes.bit(marks.values(), position);
    }

    private MemorySegment values(int length) {
        return scratch.allocate((long) length * type.layout().bytes()).fill((byte) 0);
    }

    private void set(MemorySegment values, int position, long value) {
        if (type.layout() == Layout.INT32) {
            values.set(Lanes.INT, position * 4L, (int) value);
        } else {
            values.set(Lanes.LONG, position * 8L, value);
        }
    }

    private long get(MemorySegment values, int position) {
        return type.layout() == Layout.INT32 ? Lanes.int32(values, position) : Lanes.int64(values, position);
    }

    /// The first of so many numbers, all of which the type of the column can hold.
    private long take(int count) {
        // A small type would soon be used up by ranges that are lost when the database is closed.
        int spare = (int) Math.min(Integer.MAX_VALUE, most / 1000);
        long index = storage.identities().take(node.tableId(), count, spare);
        try {
            long first = identity.number(index);
            long last = identity.number(index + count - 1);
            if (Math.min(first, last) >= least && Math.max(first, last) <= most) {
                return first;
            }
        } catch (ArithmeticException e) {
            // Beyond 64 bits.
        }
        throw new EngineException(
                ErrorCode.OUT_OF_RANGE,
                "the identity numbers of column \"" + node.column().name() + "\" of \"" + node.tableName()
                        + "\" are used up: " + type.sql() + " ends at " + (identity.increment() > 0 ? most : least),
                null,
                "create a table with a larger type or another START and copy the rows",
                null);
    }

    @Override
    public void close() {
        scratch.close();
    }
}
