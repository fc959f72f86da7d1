package io.colonnade.exec.kept;

import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.spill.SpillFile;

/// What one driver kept: in memory, or in a file.
sealed interface KeptPart extends AutoCloseable {
    @Override
    void close();

    /// Rows whose strings are their own.
    record InMemory(RowStore rows) implements KeptPart {
        @Override
        public void close() {
            rows.close();
        }
    }

    /// One stream of pages.
    record InFile(SpillFile file) implements KeptPart {
        @Override
        public void close() {
            file.close();
        }
    }
}
