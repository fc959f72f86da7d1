package io.colonnade.exec.expression.call.row;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.exec.expression.evaluator.Evaluator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The table of functions that are computed value by value.
public final class RowCalls {
    private static final Map<Function, Entry> TABLE = table();

    /// What computes a function; a kernel with memory of its own is made for each evaluator.
    private record Entry(Supplier<RowKernel> kernel, boolean tolerant) {}

    /// Takes the entries of a group.
    static final class Table {
        private final Map<Function, Entry> entries = new EnumMap<>(Function.class);

        void strict(Function function, RowKernel kernel) {
            put(function, () -> kernel, false);
        }

        void tolerant(Function function, RowKernel kernel) {
            put(function, () -> kernel, true);
        }

        /// With a kernel for each evaluator.
        void remembering(Function function, Supplier<RowKernel> kernel) {
            put(function, kernel, false);
        }

        private void put(Function function, Supplier<RowKernel> kernel, boolean tolerant) {
            if (entries.put(function, new Entry(kernel, tolerant)) != null) {
                throw new IllegalStateException(function + " is there twice");
            }
        }
    }

    private RowCalls() {}

    public static boolean knows(Function function) {
        return TABLE.containsKey(function);
    }

    /// The evaluator of a call; null if its function is not in the table.
    public static @Nullable Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        Entry entry = TABLE.get(call.function());
        return entry == null
                ? null
                : new RowCall(call, arguments, entry.tolerant(), entry.kernel().get());
    }

    private static Map<Function, Entry> table() {
        Table table = new Table();
        TextKernels.register(table);
        PatternKernels.register(table);
        NumberKernels.register(table);
        RealKernels.register(table);
        BitKernels.register(table);
        HashKernels.register(table);
        ChoiceKernels.register(table);
        TimeKernels.register(table);
        BucketKernels.register(table);
        NumberTextKernels.register(table);
        return table.entries;
    }
}
