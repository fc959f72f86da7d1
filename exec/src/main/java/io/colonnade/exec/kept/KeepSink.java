package io.colonnade.exec.kept;

import io.colonnade.core.kernel.Flatten;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.KeepNode;
import io.colonnade.core.type.Type;
import io.colonnade.exec.operator.state.RowStore;
import io.colonnade.exec.operator.state.StoredPages;
import io.colonnade.exec.spill.SpillWriter;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Sink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Puts rows into {@link KeptRows}.
///
/// Strings are copied: the dictionaries of a segment or of another node go with the task. A driver that finds
/// no room for a page writes what it has and all that comes later to a file.
public final class KeepSink implements Sink {
    private static final long BLOCK_BYTES = 32 * 1024;
    private static final long WRITING_BYTES = 4 * BLOCK_BYTES;

    private final KeepNode node;
    private final List<Type> types;
    private final KeptRows kept;

    public KeepSink(KeepNode node, KeptRows kept) {
        this.node = node;
        this.types = node.input().outputTypes();
        this.kept = kept;
    }

    @Override
    public Local local(DriverContext driver) {
        return new KeepLocal(driver);
    }

    /// The rows of one driver.
    private final class KeepLocal implements Local {
        private final Scratch scratch;
        private final Figures figures;
        private @Nullable RowStore rows;
        private @Nullable SpillWriter writer;

        KeepLocal(DriverContext driver) {
            this.scratch = new Scratch(driver.memory());
            this.figures = driver.figures(node.id());
        }

        @Override
        public void accept(Page page) {
            scratch.reset();
            Page own = withoutDictionaries(page);
            SpillWriter file = writer;
            if (file != null) {
                file.append(0, own);
                return;
            }
            RowStore store = rows;
            if (store == null) {
                store = new RowStore(types, kept.share().pool());
                rows = store;
            }
            long growth = store.growthBytes(own.columns(), own.length(), own.selection());
            // The rest is for writing all of it to a file, should there be no room for the next page.
            if (kept.share().hasRoomFor(2 * growth + WRITING_BYTES)) {
                store.append(own.columns(), own.length(), own.selection(), scratch);
            } else {
                spill(store).append(0, own);
            }
        }

        private Page withoutDictionaries(Page page) {
            Column[] columns = page.columns().clone();
            boolean changed = false;
            for (int i = 0; i < columns.length; i++) {
                if (types.get(i).isString() && !(columns[i] instanceof Column.Plain)) {
                    columns[i] = Flatten.plain(columns[i], null, scratch);
                    changed = true;
                }
            }
            return changed ? new Page(page.length(), columns, page.selection()) : page;
        }

        private SpillWriter spill(RowStore store) {
            SpillWriter file = kept.space().writer(types, 1, kept.share().pool(), BLOCK_BYTES, figures);
            writer = file;
            try (Scratch pages = new Scratch(kept.share().pool())) {
                new StoredPages(store).forEach(pages, page -> file.append(0, page));
            }
            store.close();
            rows = null;
            return file;
        }

        @Override
        public void finish() {
            if (rows != null) {
                kept.add(node.kept(), node.generation(), new KeptPart.InMemory(rows));
                rows = null;
            }
            if (writer != null) {
                kept.add(node.kept(), node.generation(), new KeptPart.InFile(writer.finish()));
                writer = null;
            }
        }

        @Override
        public void close() {
            scratch.close();
            if (rows != null) {
                rows.close();
                rows = null;
            }
            if (writer != null) {
                writer.close();
                writer = null;
            }
        }
    }
}
