package io.colonnade.exec.task;

import io.colonnade.core.memory.MemoryPool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What outlives the tasks of a query on one node, and goes with the query.
///
/// *Memory*: a pool of its own below the query's, made when it is needed. *Thread safety*: any thread; {@link
/// #close} when no task of the query runs here.
public final class QueryState implements AutoCloseable {
    private final MemoryPool query;
    private @Nullable MemoryPool own;
    private final Map<Class<?>, AutoCloseable> parts = new LinkedHashMap<>();

    public QueryState(MemoryPool query) {
        this.query = query;
    }

    /// The one part of that kind, made when it is first asked for.
    public synchronized <T extends AutoCloseable> T part(Class<T> kind, Function<MemoryPool, T> making) {
        MemoryPool pool = own == null ? query.child("kept between tasks") : own;
        own = pool;
        return kind.cast(parts.computeIfAbsent(kind, key -> making.apply(pool)));
    }

    /// Throws IllegalStateException with the names of what was not freed.
    @Override
    public synchronized void close() {
        try {
            for (AutoCloseable part : parts.values()) {
                part.close();
            }
        } catch (IllegalStateException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        parts.clear();
        if (own != null) {
            own.close();
            own = null;
        }
    }
}
