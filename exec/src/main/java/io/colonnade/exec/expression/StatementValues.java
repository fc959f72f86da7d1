package io.colonnade.exec.expression;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.type.Datum;
import java.util.ArrayList;
import java.util.List;

/// What a statement knows beside its parameters, which its tasks find behind them.
///
/// ```text
/// parameter 1 .. parameter n, begin of the transaction, begin of the statement, seed
/// ```
///
/// Times are in microseconds since 1970; the seed is for {@link io.colonnade.core.expression.Function#RANDOM}.
public final class StatementValues {
    private static final int COUNT = 3;

    private StatementValues() {}

    /// The parameters with all that comes behind them.
    public static List<Datum> after(List<Datum> parameters, long transactionMicros, long statementMicros, long seed) {
        List<Datum> all = new ArrayList<>(parameters);
        all.add(Datum.of(transactionMicros));
        all.add(Datum.of(statementMicros));
        all.add(Datum.of(seed));
        return all;
    }

    static Datum transactionTime(List<Datum> values) {
        return fromEnd(values, COUNT);
    }

    static Datum statementTime(List<Datum> values) {
        return fromEnd(values, COUNT - 1);
    }

    static Datum seed(List<Datum> values) {
        return fromEnd(values, 1);
    }

    private static Datum fromEnd(List<Datum> values, int index) {
        if (values.size() < COUNT) {
            throw EngineException.notSupported("what only a statement knows outside of one");
        }
        return values.get(values.size() - index);
    }
}
