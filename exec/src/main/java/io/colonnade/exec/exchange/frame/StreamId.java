package io.colonnade.exec.exchange.frame;

/// The pages that one task sends to one node: a fragment has one task per node, and one consumer.
public record StreamId(long query, int attempt, int fragment, int sender, int receiver) {
    /// What all streams of a fragment's tasks share.
    public record Edge(long query, int attempt, int fragment) {}

    public Edge edge() {
        return new Edge(query, attempt, fragment);
    }

    @Override
    public String toString() {
        return "q" + query + "." + attempt + "." + fragment + " " + sender + "->" + receiver;
    }
}
