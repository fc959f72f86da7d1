package io.colonnade.coordinator.session;

import io.colonnade.coordinator.key.UniqueKeys;
import io.colonnade.coordinator.setting.ClientSettings;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.statement.StatementControl;
import io.colonnade.coordinator.transaction.KeyChecks;
import io.colonnade.coordinator.transaction.Transaction;
import io.colonnade.core.catalog.CatalogSnapshot;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The transaction that the statements of a session run in: the one that its user began, or one of its own for each
/// statement.
///
/// ```text
/// autocommit     begin - statement - commit, and once more if others changed the same rows meanwhile
/// otherwise      the first statement begins; commit() and rollback() end
/// BEGIN          until COMMIT or ROLLBACK, whatever the mode
/// ```
///
/// An error in a statement of a user's transaction makes it failed: nothing but its end goes then.
/// *Thread safety*: any thread; statements of a user's transaction wait for each other.
final class SessionTransaction {
    /// Runs of a statement until a conflict is told.
    private static final int ATTEMPTS_MAX = 5;

    private final Engine engine;
    private final long connection;
    private final Supplier<RunSettings> settings;
    private final End end;

    // Guarded by `this`.
    private boolean autoCommit = true;
    private @Nullable Transaction current;
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

    /// A piece of work in a transaction.
    interface Work<T> {
        T run(Transaction transaction) throws InterruptedException;
    }

    /// Hears whether what the user began was committed, also if nothing had begun.
    interface End {
        void ended(boolean committed);
    }

    SessionTransaction(Engine engine, long connection, Supplier<RunSettings> settings, End end) {
        this.engine = engine;
        this.connection = connection;
        this.settings = settings;
        this.end = end;
    }

    <T> T run(Work<T> work) throws InterruptedException {
        return isOpen() ? inTurn(() -> runOpen(work)) : runAlone(work);
    }

    /// Whether what is done now belongs to a transaction of the user.
    synchronized boolean isOpen() {
        return current != null || !autoCommit;
    }

    private <T> T runAlone(Work<T> work) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Transaction own = engine.transactions().begin(isReadOnly());
            try {
                T result = work.run(own);
                own.commit(keys());
                return result;
            } catch (EngineException e) {
                if (e.code() != ErrorCode.CONFLICT || !own.deletesRows() || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            } finally {
                own.rollback();
            }
        }
    }

    private <T> T runOpen(Work<T> work) throws InterruptedException {
        Transaction transaction = open();
        if (transaction.isFailed()) {
            throw failed("an earlier statement of the transaction failed, so it takes no more");
        }
        boolean done = false;
        try {
            T result = work.run(transaction);
            // What the commit would refuse is better told now.
            transaction.snapshot();
            done = true;
            return result;
        } finally {
            if (!done) {
                transaction.fail();
            }
        }
    }

    private synchronized Transaction open() {
        if (current == null) {
            current = engine.transactions().open(isReadOnly(), connection);
        }
        return current;
    }

    private KeyChecks keys() {
        return new UniqueKeys(engine, settings.get(), new StatementControl(engine.clock(), 0));
    }

    private static EngineException failed(String message) {
        return new EngineException(
                ErrorCode.TRANSACTION_FAILED, message, null, "end it by ROLLBACK and run it again", null);
    }

    /// Something that the statements of a transaction wait for, and that waits for them.
    private interface Turn<T> {
        T take() throws InterruptedException;
    }

    private <T> T inTurn(Turn<T> turn) throws InterruptedException {
        CompletableFuture<?> own = new CompletableFuture<>();
        CompletableFuture<?> before;
        synchronized (this) {
            before = last;
            last = own;
        }
        try {
            engine.waiting().await(before);
            return turn.take();
        } finally {
            before.whenComplete((nothing, error) -> own.complete(null));
        }
    }

    /// False if there is one already.
    boolean begin(boolean onlyReads) throws InterruptedException {
        return inTurn(() -> {
            synchronized (this) {
                if (current != null) {
                    return false;
                }
                current = engine.transactions().open(onlyReads || isReadOnly(), connection);
                return true;
            }
        });
    }

    /// False if there is none. With `onlyReads` none of its statements writes from now on.
    boolean set(boolean onlyReads) throws InterruptedException {
        return inTurn(() -> {
            if (!isOpen()) {
                return false;
            }
            if (onlyReads) {
                open().onlyReads();
            }
            return true;
        });
    }

    /// False if there is none. A failed transaction is rolled back, which is an error.
    boolean commit() throws InterruptedException {
        return inTurn(() -> {
            Transaction ending = take();
            boolean committed = ending == null;
            try {
                if (ending != null && ending.isFailed()) {
                    ending.rollback();
                    throw failed("a statement of the transaction failed, so nothing of it was committed");
                }
                if (ending != null) {
                    ending.commit(keys());
                }
                committed = true;
            } finally {
                end.ended(committed);
            }
            return ending != null;
        });
    }

    /// False if there is none.
    boolean rollback() throws InterruptedException {
        return inTurn(() -> {
            Transaction ending = take();
            if (ending != null) {
                ending.rollback();
            }
            end.ended(false);
            return ending != null;
        });
    }

    private synchronized @Nullable Transaction take() {
        Transaction taken = current;
        current = null;
        return taken;
    }

    /// Another mode commits what is open.
    void setAutoCommit(boolean on) throws InterruptedException {
        boolean changes;
        synchronized (this) {
            changes = autoCommit != on;
        }
        if (changes) {
            try {
                commit();
            } finally {
                synchronized (this) {
                    autoCommit = on;
                }
            }
        }
    }

    private boolean isReadOnly() {
        return ClientSettings.isReadOnly(settings.get());
    }

    /// The open transaction has failed, by the rows of a query.
    synchronized void fail(Transaction transaction) {
        if (current == transaction) {
            transaction.fail();
        }
    }

    /// What a statement would see now.
    synchronized CatalogSnapshot snapshot() {
        return current == null || current.isFailed()
                ? engine.database().metaLog().snapshot()
                : current.snapshot();
    }

    /// Rolls back what is open, when no statement runs.
    void close() {
        Transaction open = take();
        if (open != null) {
            open.rollback();
        }
    }
}
