package io.colonnade.benchmarks.fuzz.check;

import io.colonnade.benchmarks.Answer;

/// What an engine made of a query.
public sealed interface Outcome {
    /// It answered.
    record Answered(Answer answer) implements Outcome {}

    /// It told an error; `sqlState` is empty if it has none.
    record Failed(String sqlState, String message) implements Outcome {
        /// The message without what differs from query to query.
        public String reason() {
            return message.lines()
                    .findFirst()
                    .orElse("")
                    .replaceAll("'[^']*'|\"[^\"]*\"", "..")
                    .replaceAll("-?\\d+(\\.\\d+)?", "N");
        }
    }
}
