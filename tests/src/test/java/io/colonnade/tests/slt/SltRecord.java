package io.colonnade.tests.slt;

import java.util.List;

/// One record of a script: `line` is where it begins.
sealed interface SltRecord {
    int line();

    String sql();

    /// What follows runs in the connection of this name; scripts begin in `main`.
    record Switch(int line, String name) implements SltRecord {
        @Override
        public String sql() {
            return "";
        }
    }

    /// A statement that must succeed and tell each of `told`: `N rows`, or a part of a warning.
    record Ok(int line, String sql, List<String> told) implements SltRecord {}

    /// A statement that must fail with `sqlState` and a message that holds each of `fragments`.
    record Fails(int line, String sql, String sqlState, List<String> fragments) implements SltRecord {}

    /// A query whose rows must be `rows`, as lines, in order or (`sorted`) in any order; only these `columns` count
    /// (numbers from 1), or all if there are none.
    record Rows(int line, String sql, boolean sorted, List<Integer> columns, List<String> rows) implements SltRecord {}
}
