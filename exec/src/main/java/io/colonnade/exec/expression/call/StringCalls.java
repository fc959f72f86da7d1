package io.colonnade.exec.expression.call;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Function;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Layout;
import io.colonnade.core.type.Type;
import io.colonnade.exec.expression.evaluator.Evaluator;
import io.colonnade.exec.expression.evaluator.Strict;
import io.colonnade.exec.kernel.number.NumberCasts;
import io.colonnade.exec.kernel.text.Strings;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions on strings.
final class StringCalls {
    static final Set<Function> FUNCTIONS = Set.of(
            Function.LOWER,
            Function.UPPER,
            Function.CHAR_LENGTH,
            Function.SUBSTRING,
            Function.TRIM,
            Function.LTRIM,
            Function.RTRIM,
            Function.CONCAT,
            Function.POSITION,
            Function.REPLACE);

    private StringCalls() {}

    static Evaluator compile(Expression.Call call, List<Evaluator> arguments) {
        Type type = call.type();
        return switch (call.function()) {
            case LOWER -> changeCase(false, type, arguments);
            case UPPER -> changeCase(true, type, arguments);
            case TRIM -> trim(true, true, type, arguments);
            case LTRIM -> trim(true, false, type, arguments);
            case RTRIM -> trim(false, true, type, arguments);
            case CHAR_LENGTH ->
                Strict.filling(
                        type,
                        arguments,
                        (inputs, rows, validity, target) -> Strings.lengths(inputs.getFirst(), target));
            case POSITION ->
                Strict.filling(
                        type,
                        arguments,
                        (inputs, rows, validity, target) ->
                                Strings.position(inputs.get(0), inputs.get(1), validity, target));
            case CONCAT ->
                new Strict(
                        type,
                        arguments,
                        (inputs, rows, validity, scratch) ->
                                Strings.concat(inputs.get(0), inputs.get(1), validity, type, scratch));
            case REPLACE ->
                new Strict(
                        type,
                        arguments,
                        (inputs, rows, validity, scratch) ->
                                Strings.replace(inputs.get(0), inputs.get(1), inputs.get(2), validity, type, scratch));
            case SUBSTRING ->
                new Strict(
                        type,
                        arguments,
                        (inputs, rows, validity, scratch) -> substring(inputs, rows, validity, type, scratch));
            default -> throw new AssertionError(call.function());
        };
    }

    private static Evaluator changeCase(boolean upper, Type type, List<Evaluator> arguments) {
        return new Strict(
                type,
                arguments,
                (inputs, rows, validity, scratch) -> Strings.changeCase(inputs.getFirst(), upper, type, scratch));
    }

    private static Evaluator trim(boolean leading, boolean trailing, Type type, List<Evaluator> arguments) {
        return new Strict(
                type,
                arguments,
                (inputs, rows, validity, scratch) -> Strings.trim(inputs.getFirst(), leading, trailing, type, scratch));
    }

    private static Column.Plain substring(
            List<Column.Plain> inputs,
            int rows,
            @Nullable MemorySegment validity,
            Type type,
            SegmentAllocator scratch) {
        MemorySegment from = longs(inputs.get(1), scratch);
        MemorySegment counts = inputs.size() == 3 ? longs(inputs.get(2), scratch) : null;
        if (counts != null) {
            checkCounts(counts, rows, validity);
        }
        return Strings.substring(inputs.get(0), from, counts, validity, type, scratch);
    }

    private static void checkCounts(MemorySegment counts, int rows, @Nullable MemorySegment validity) {
        for (int row = 0; row < rows; row++) {
            long count = counts.get(Lanes.LONG, row * 8L);
            if (count < 0 && Lanes.bit(validity, row)) {
                throw new EngineException(ErrorCode.INVALID_PARAMETER, "SUBSTRING of negative length " + count);
            }
        }
    }

    /// An integer column as int64.
    static MemorySegment longs(Column.Plain column, SegmentAllocator scratch) {
        if (column.layout() == Layout.INT64) {
            return column.values();
        }
        MemorySegment wide = scratch.allocate(Math.max(8, column.length() * 8L));
        NumberCasts.int32To64(column.values(), column.length(), wide);
        return wide;
    }
}
