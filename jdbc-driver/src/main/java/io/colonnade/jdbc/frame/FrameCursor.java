package io.colonnade.jdbc.frame;

import io.colonnade.jdbc.error.SqlExceptions;
import io.colonnade.jdbc.service.ColumnDescription;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.StatementResult;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.util.ArrayImpl;
import org.apache.calcite.avatica.util.Cursor;
import org.jspecify.annotations.Nullable;

/// Walks over the rows of a statement's frames; the only cursor of this driver.
///
/// ```
/// next():  row + 1 < rows of this frame -> row + 1
///          else the next frame with rows -> row 0, accessors bound to its buffers
///          else false, and the result is closed early so that its memory goes back
/// ```
///
/// *Ownership*: closes its [StatementResult]. *Threads*: one reader; `close` may come from another thread.
public final class FrameCursor implements Cursor {

    private final StatementResult result;
    private final List<ColumnAccessor> accessors;
    private @Nullable RecordFrame frame;
    private int row = -1;
    private boolean ended;
    private boolean wasNull;

    public FrameCursor(StatementResult result) throws SQLException {
        this.result = result;
        List<ColumnAccessor> created = new ArrayList<>();
        for (ColumnDescription column : result.columns()) {
            created.add(ColumnAccessor.create(this, column));
        }
        this.accessors = List.copyOf(created);
    }

    @Override
    public List<Accessor> createAccessors(List<ColumnMetaData> types, Calendar calendar, ArrayImpl.Factory factory) {
        return List.copyOf(accessors);
    }

    @Override
    public boolean next() throws SQLException {
        RecordFrame current = frame;
        if (current != null && row + 1 < current.rowCount()) {
            row++;
            return true;
        }
        return !ended && advance();
    }

    /// The next frame that has rows.
    private boolean advance() throws SQLException {
        frame = null;
        row = -1;
        try {
            for (ByteBuffer bytes = result.nextFrame(); bytes != null; bytes = result.nextFrame()) {
                RecordFrame next = FrameReader.read(bytes, result.columns());
                if (next != null && next.rowCount() > 0) {
                    bind(next);
                    return true;
                }
            }
            ended = true;
            result.close();
            return false;
        } catch (EngineFailure failure) {
            close();
            throw SqlExceptions.of(failure);
        } catch (RuntimeException defect) {
            close();
            throw SqlExceptions.internal("reading the next rows", defect);
        }
    }

    private void bind(RecordFrame next) {
        for (int i = 0; i < accessors.size(); i++) {
            accessors.get(i).bind(next.columns().get(i));
        }
        frame = next;
        row = 0;
    }

    /// The row of the frame that getters read.
    int row() throws SQLException {
        if (row < 0) {
            throw SqlExceptions.of("24000", "No row is current; call next() first and stop when it returns false");
        }
        return row;
    }

    void recordNull(boolean isNull) {
        wasNull = isNull;
    }

    @Override
    public boolean wasNull() {
        return wasNull;
    }

    @Override
    public void close() {
        ended = true;
        row = -1;
        frame = null;
        result.close();
    }
}
