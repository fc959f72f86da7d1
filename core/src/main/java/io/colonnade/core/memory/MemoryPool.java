package io.colonnade.core.memory;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;

/// A node in the tree of memory budgets: process > query > operator; cache, exchange and spill buffers hang beside
/// the queries under the same root.
///
/// ```text
/// process 2 GiB --+-- cache          gives way when a query is refused
///                 +-- query 17 --+-- HashJoin.build
///                                +-- Scan
/// ```
///
/// Arrow's allocators do the accounting; the memory comes from the native heap.
///
/// *Contract*: {@link #allocate} answers with memory or throws OUT_OF_MEMORY (53200), {@link #tryAllocate} answers
/// null, so that an operator can spill. {@link #close} checks that the balance is zero and names what leaked.
/// *Thread safety*: all methods may be called from any thread.
public final class MemoryPool implements AutoCloseable {
    private static final long ALIGNMENT = 64;
    /// What is smaller is not worth a place in a file.
    private static final long OVERFLOW_BYTES_MIN = 4096;

    private final BufferAllocator allocator;
    private final @Nullable MemoryPool parent;
    private final Process process;
    private final boolean limited;
    private final boolean scarce;
    /// Those of all pools below; kept by pools with a limit of their own.
    private final List<MemoryShare> shares = new CopyOnWriteArrayList<>();

    private final @Nullable Spilling spilling;

    /// What is asked about large allocations, and who answers them if there is no room.
    private record Spilling(MemoryShare share, Overflow overflow) {}

    /// What all pools of a tree have in common.
    private record Process(List<LongUnaryOperator> reclaimers, LongPredicate refusal) {}

    private MemoryPool(
            BufferAllocator allocator, @Nullable MemoryPool parent, Process process, boolean limited, boolean scarce) {
        this(allocator, parent, process, limited, scarce, null);
    }

    private MemoryPool(
            BufferAllocator allocator,
            @Nullable MemoryPool parent,
            Process process,
            boolean limited,
            boolean scarce,
            @Nullable Spilling spilling) {
        this.spilling = spilling;
        this.allocator = allocator;
        this.parent = parent;
        this.process = process;
        this.limited = limited;
        this.scarce = scarce;
    }

    /// The budget of a process.
    public static MemoryPool root(String name, long limitBytes) {
        return root(name, limitBytes, bytes -> false);
    }

    /// The same for tests: `refusal` is asked about every allocation and every question of a {@link
    /// MemoryShare}, with the bytes wanted, and refuses what it answers true to.
    public static MemoryPool root(String name, long limitBytes, LongPredicate refusal) {
        BufferAllocator root = new RootAllocator(RootAllocator.configBuilder()
                .maxAllocation(limitBytes)
                .allocationManagerFactory(NativeAllocation.FACTORY)
                .roundingPolicy(bytes -> (bytes + ALIGNMENT - 1) & -ALIGNMENT)
                .build());
        BufferAllocator named = root.newChildAllocator(name, 0, limitBytes);
        return new MemoryPool(named, null, new Process(new CopyOnWriteArrayList<>(), refusal), true, false);
    }

    public MemoryPool child(String name) {
        return child(name, Long.MAX_VALUE);
    }

    public MemoryPool child(String name, long limitBytes) {
        return child(name, limitBytes, scarce);
    }

    /// If `scarce`, each share below is told at first that there is no room, so that its operator spills: for
    /// tests.
    public MemoryPool child(String name, long limitBytes, boolean scarce) {
        boolean limits = limitBytes < Long.MAX_VALUE;
        return new MemoryPool(
                allocator.newChildAllocator(name, 0, limitBytes), this, process, limits, scarce, spilling);
    }

    /// A child that owns `reservedBytes` from now on, used or not, and can never have more: allocations up to that
    /// always succeed. Throws OUT_OF_MEMORY when the reservation is refused.
    public MemoryPool reserved(String name, long reservedBytes) {
        BufferAllocator child = isRefused(reservedBytes) ? null : attemptReservation(name, reservedBytes);
        if (child == null) {
            long freed = 0;
            for (LongUnaryOperator reclaimer : process.reclaimers()) {
                freed += reclaimer.applyAsLong(reservedBytes);
            }
            child = freed > 0 ? attemptReservation(name, reservedBytes) : null;
        }
        if (child == null) {
            throw refused(reservedBytes);
        }
        // What was reserved is never refused.
        Process granted = new Process(process.reclaimers(), wanted -> false);
        return new MemoryPool(child, this, granted, false, scarce);
    }

    /// A child for the growing state of an operator that can spill.
    public MemoryShare share(String name) {
        MemoryShare share = new MemoryShare(child(name));
        for (MemoryPool pool = limiting(); pool != null; pool = pool.outerLimit()) {
            pool.shares.add(share);
        }
        return share;
    }

    /// The same budget, but that large allocations which the share has no room for are made of the overflow.
    MemoryPool overflowing(MemoryShare share, Overflow overflow) {
        return new MemoryPool(allocator, parent, process, limited, scarce, new Spilling(share, overflow));
    }

    /// False if it had left already.
    boolean leaveShares(MemoryShare share) {
        boolean member = false;
        for (MemoryPool pool = limiting(); pool != null; pool = pool.outerLimit()) {
            member |= pool.shares.remove(share);
        }
        return member;
    }

    List<MemoryShare> shares() {
        return shares;
    }

    /// The pool next on the way to the root, this one included, that has a limit of its own.
    @Nullable
    MemoryPool limiting() {
        MemoryPool pool = this;
        while (pool != null && !pool.limited) {
            pool = pool.parent;
        }
        return pool;
    }

    @Nullable
    MemoryPool outerLimit() {
        return parent == null ? null : parent.limiting();
    }

    boolean isScarce() {
        return scarce;
    }

    boolean isRefused(long bytes) {
        return process.refusal().test(bytes);
    }

    private @Nullable BufferAllocator attemptReservation(String name, long bytes) {
        try {
            return allocator.newChildAllocator(name, bytes, bytes);
        } catch (OutOfMemoryException e) {
            return null;
        }
    }

    /// Registers what can be given up when memory is short: called with the bytes wanted, answers the bytes freed.
    public void addReclaimer(LongUnaryOperator reclaimer) {
        process.reclaimers().add(reclaimer);
    }

    /// At least `bytes` bytes.
    public Buffer allocate(long bytes) {
        Buffer buffer = tryAllocate(bytes);
        if (buffer == null) {
            throw refused(bytes);
        }
        return buffer;
    }

    private EngineException refused(long bytes) {
        MemoryPool full = root();
        for (MemoryPool pool = limiting(); pool != null; pool = pool.outerLimit()) {
            if (pool.allocatedBytes() + bytes > pool.limitBytes()) {
                full = pool;
                break;
            }
        }
        return new EngineException(
                ErrorCode.OUT_OF_MEMORY,
                "out of memory in " + allocator.getName() + ": " + bytes + " bytes wanted, " + full.allocatedBytes()
                        + " of the " + full.limitBytes() + " bytes of " + full.name() + " are in use",
                null,
                full.parent == null
                        ? "raise the memory limit (URL property memory=...), or run fewer queries at once"
                        : "raise the memory limit of a query (URL property query_memory=...)",
                null);
    }

    /// Like {@link #allocate}, but answers null when a budget on the way to the root refuses.
    public @Nullable Buffer tryAllocate(long bytes) {
        long rounded = Math.max(ALIGNMENT, (bytes + ALIGNMENT - 1) & -ALIGNMENT);
        Spilling beside = spilling;
        if (beside == null || rounded < (scarce ? ALIGNMENT : OVERFLOW_BYTES_MIN)) {
            return granted(rounded);
        }
        Buffer buffer = beside.share.hasRoomFor(rounded) ? granted(rounded) : null;
        return buffer == null ? beside.overflow.allocate(rounded) : buffer;
    }

    private @Nullable Buffer granted(long rounded) {
        if (isRefused(rounded)) {
            return null;
        }
        Buffer buffer = attempt(rounded);
        if (buffer == null) {
            long freed = 0;
            for (LongUnaryOperator reclaimer : process.reclaimers()) {
                freed += reclaimer.applyAsLong(rounded);
            }
            buffer = freed > 0 ? attempt(rounded) : null;
        }
        return buffer;
    }

    private @Nullable Buffer attempt(long bytes) {
        try {
            return new Buffer(allocator.buffer(bytes), bytes);
        } catch (OutOfMemoryException e) {
            return null;
        }
    }

    public String name() {
        return allocator.getName();
    }

    public long allocatedBytes() {
        return allocator.getAllocatedMemory();
    }

    public long peakBytes() {
        return allocator.getPeakMemoryAllocation();
    }

    /// The peak of the pool whose limit holds here first: that of the whole query for a pool of one of its tasks.
    public long budgetPeakBytes() {
        MemoryPool budget = limiting();
        return budget == null ? peakBytes() : budget.peakBytes();
    }

    public long limitBytes() {
        return allocator.getLimit();
    }

    /// The limit that holds here first: that of the whole query for a pool of one of its tasks.
    public long budgetBytes() {
        MemoryPool budget = limiting();
        return budget == null ? limitBytes() : budget.limitBytes();
    }

    private MemoryPool root() {
        MemoryPool pool = this;
        while (pool.parent != null) {
            pool = pool.parent;
        }
        return pool;
    }

    /// Gives the budget back; throws IllegalStateException with the names of what was not freed.
    @Override
    public void close() {
        allocator.close();
        if (parent == null) {
            BufferAllocator process = allocator.getParentAllocator();
            if (process != null) {
                process.close();
            }
        }
    }
}
