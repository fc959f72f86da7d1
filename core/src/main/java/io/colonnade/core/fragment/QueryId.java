package io.colonnade.core.fragment;

/// Names one execution of a statement within a cluster.
public record QueryId(long value) {
    @Override
    public String toString() {
        return "q" + value;
    }
}
