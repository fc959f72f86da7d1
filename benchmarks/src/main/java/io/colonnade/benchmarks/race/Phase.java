package io.colonnade.benchmarks.race;

/// Processes of one kind.
///
/// @param threads of each query
/// @param memory the limit: empty, `2GiB`, `quarter`, `tenth`
public record Phase(int threads, String memory) {
    /// A quarter of the working set; see {@link WorkingSet}.
    public static final String QUARTER = "quarter";

    /// What its figures are labelled with.
    public String label() {
        return threads + (threads == 1 ? " thread" : " threads") + (memory.isEmpty() ? "" : ", memory " + memory);
    }
}
