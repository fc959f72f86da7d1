package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.ArrayDeque;
import java.util.Deque;

/// How large a pattern becomes when its repetitions are written out: `(a{100}){100}` is 10,000 steps long.
final class PatternSize {
    /// A few megabytes.
    private static final long STEPS_MAX = 50_000;

    private final String pattern;
    private final Deque<Long> open = new ArrayDeque<>();
    private int at;
    private long steps;
    private long last;

    private PatternSize(String pattern) {
        this.pattern = pattern;
    }

    /// Throws LIMIT_EXCEEDED for a pattern that is too large.
    static void check(String pattern) {
        if (new PatternSize(pattern).count() > STEPS_MAX) {
            throw new EngineException(ErrorCode.LIMIT_EXCEEDED, "this regular expression repeats too much");
        }
    }

    private long count() {
        while (at < pattern.length() && steps <= STEPS_MAX) {
            char c = pattern.charAt(at++);
            switch (c) {
                case '(' -> open.push(steps);
                case ')' -> last = steps - (open.isEmpty() ? 0 : open.pop());
                case '{' -> repeat();
                case '[' -> {
                    characterClass();
                    step();
                }
                case '\\' -> {
                    at++;
                    step();
                }
                default -> step();
            }
        }
        return Math.max(steps, pattern.length());
    }

    private void step() {
        last = 1;
        steps++;
    }

    private void characterClass() {
        at += at < pattern.length() && pattern.charAt(at) == '^' ? 2 : 1;
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    /// `{n,m}` writes the last step or group out as often as its larger number says.
    private void repeat() {
        int end = pattern.indexOf('}', at);
        if (end < 0) {
            return;
        }
        long most = 1;
        for (String number : pattern.substring(at, end).split(",", -1)) {
            boolean isNumber =
                    !number.isEmpty() && number.length() < 6 && number.chars().allMatch(c -> c >= '0' && c <= '9');
            most = isNumber ? Math.max(most, Long.parseLong(number)) : most;
        }
        at = end + 1;
        steps += last * (most - 1);
        last *= most;
    }
}
