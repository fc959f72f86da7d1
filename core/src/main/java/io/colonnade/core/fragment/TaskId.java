package io.colonnade.core.fragment;

/// One fragment of one attempt of a query on one node.
public record TaskId(QueryId queryId, int attempt, int fragmentId, int node) {
    @Override
    public String toString() {
        return queryId + "." + attempt + "." + fragmentId + "@" + node;
    }
}
