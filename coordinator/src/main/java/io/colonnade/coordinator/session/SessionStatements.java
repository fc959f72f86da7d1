package io.colonnade.coordinator.session;

import io.colonnade.coordinator.setting.ClientSettings;
import io.colonnade.coordinator.setting.RunSettings;
import io.colonnade.coordinator.setting.SessionSettings;
import io.colonnade.coordinator.setting.SessionSettings.Setting;
import io.colonnade.coordinator.statement.Engine;
import io.colonnade.coordinator.system.KnownCatalog;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.jdbc.service.StatementRequest;
import io.colonnade.jdbc.service.StatementResult;
import io.colonnade.planner.name.Names;
import io.colonnade.planner.statement.Name;
import io.colonnade.planner.statement.QueryBody;
import io.colonnade.planner.statement.Statement;
import io.colonnade.storage.ingest.text.DatumText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The statements that need no plan: those that begin and end transactions, change settings, keep statements
/// for later runs, and stop others. What they change is the session's until it ends; a rollback takes back
/// what its transaction set, not what it prepared.
///
/// *Thread safety*: any thread.
final class SessionStatements {
    private final Engine engine;
    private final SessionTransaction transaction;
    private final RunSettings initial;

    // Guarded by `this`.
    private RunSettings settings;
    /// As they were when the user's transaction first changed them; null if it did not.
    private @Nullable RunSettings before;

    private final Map<String, Statement.Prepare> prepared = new HashMap<>();

    SessionStatements(Engine engine, long connection, RunSettings initial) {
        this.engine = engine;
        this.initial = initial;
        this.settings = initial;
        this.transaction = new SessionTransaction(engine, connection, this::settings, this::ended);
    }

    synchronized RunSettings settings() {
        return settings;
    }

    SessionTransaction transaction() {
        return transaction;
    }

    StatementResult run(Statement.SessionControl statement) throws InterruptedException {
        return switch (statement) {
            case Statement.Begin begin ->
                ControlResult.of(transaction.begin(begin.readOnly()), "There is a transaction in progress already");
            case Statement.Commit commit ->
                ControlResult.of(transaction.commit(), "There is no transaction in progress");
            case Statement.Rollback rollback ->
                ControlResult.of(transaction.rollback(), "There is no transaction in progress");
            case Statement.SetSetting set -> done(() -> set(set));
            case Statement.SetTransaction modes ->
                ControlResult.of(
                        transaction.set(modes.readOnly()), "SET TRANSACTION says nothing outside of a transaction");
            case Statement.SetTransactions modes -> done(() -> setTransactions(modes));
            case Statement.ResetAll reset -> done(() -> reset());
            case Statement.Prepare prepare -> done(() -> prepare(prepare));
            case Statement.Execute execute -> throw new IllegalArgumentException("runs like the statement it names");
            case Statement.Deallocate deallocate -> done(() -> deallocate(deallocate.name()));
            case Statement.Kill kill ->
                ControlResult.of(engine.queries().cancel(kill.id()), "No statement with the id " + kill.id() + " runs");
        };
    }

    private static StatementResult done(Runnable step) {
        step.run();
        return ControlResult.of(true, "");
    }

    private void setTransactions(Statement.SetTransactions modes) {
        Boolean readOnly = modes.readOnly();
        if (readOnly != null) {
            setReadOnly(readOnly);
        }
    }

    /// From the next transaction on, which a rollback of this one does not take back.
    synchronized void setReadOnly(boolean on) {
        settings = ClientSettings.withReadOnly(settings, on);
        if (before != null) {
            before = ClientSettings.withReadOnly(before, on);
        }
    }

    private void set(Statement.SetSetting statement) {
        Setting setting = setting(statement.name());
        String value = statement.value();
        if (value == null) {
            value = setting.show(initial);
        } else if (setting.name().equals("schema")) {
            value = schema(new Name(value, statement.name().position()));
        }
        change(setting, value);
    }

    private void change(Setting setting, String value) {
        boolean undoable = transaction.isOpen();
        synchronized (this) {
            RunSettings changed = setting.set(settings, value);
            remember(undoable);
            settings = changed;
        }
    }

    /// Guarded by `this`.
    private void remember(boolean undoable) {
        if (undoable && before == null) {
            before = settings;
        }
    }

    private synchronized void ended(boolean committed) {
        if (before != null && !committed) {
            settings = before;
        }
        before = null;
    }

    private static Setting setting(Name name) {
        try {
            return SessionSettings.get(name.text());
        } catch (EngineException e) {
            throw new EngineException(e.code(), e.message(), name.position(), e.hint(), e);
        }
    }

    /// A schema as its definition spells it.
    private String schema(Name name) {
        KnownCatalog known = new KnownCatalog(transaction.snapshot());
        return known.systemTables().stream()
                .map(table -> table.schema())
                .filter(schema -> schema.equalsIgnoreCase(name.text()))
                .findFirst()
                .orElseGet(() -> Names.schema(name, known));
    }

    private void reset() {
        boolean undoable = transaction.isOpen();
        synchronized (this) {
            remember(undoable);
            settings = initial;
        }
    }

    private static String key(Name name) {
        return name.text().toLowerCase(Locale.ROOT);
    }

    private void prepare(Statement.Prepare statement) {
        synchronized (this) {
            if (prepared.containsKey(key(statement.name()))) {
                throw new EngineException(
                        ErrorCode.DUPLICATE_OBJECT,
                        "the statement \"" + statement.name() + "\" is prepared already",
                        statement.name().position(),
                        "DEALLOCATE it, or use another name",
                        null);
            }
        }
        Statement.Prepare typed = new Statement.Prepare(
                statement.name(),
                statement.types(),
                engine.planner().typedParameters(statement.sql(), statement.types()));
        synchronized (this) {
            prepared.put(key(statement.name()), typed);
        }
    }

    private synchronized void deallocate(@Nullable Name name) {
        if (name == null) {
            prepared.clear();
        } else if (prepared.remove(key(name)) == null) {
            throw unknown(name);
        }
    }

    private static EngineException unknown(Name name) {
        return new EngineException(
                ErrorCode.UNKNOWN_PREPARED,
                "no statement \"" + name + "\" is prepared",
                name.position(),
                "PREPARE " + name + " AS ..",
                null);
    }

    /// The text of the statement that EXECUTE runs.
    synchronized String sql(Statement.Execute execute) {
        Statement.Prepare found = prepared.get(key(execute.name()));
        if (found == null) {
            throw unknown(execute.name());
        }
        return found.sql();
    }

    /// The request that EXECUTE stands for.
    StatementRequest request(Statement.Execute execute, StatementRequest request) {
        List<@Nullable Object> values = new ArrayList<>();
        QueryBody row = execute.values();
        if (row != null) {
            for (Expression.Literal value :
                    engine.planner().constants(row, transaction.snapshot(), engine.evaluator())) {
                values.add(value.value().isNull() ? null : DatumText.of(value.value(), value.type()));
            }
        }
        return new StatementRequest(
                sql(execute), values, request.maxRows(), request.timeoutMillis(), request.queryId());
    }
}
