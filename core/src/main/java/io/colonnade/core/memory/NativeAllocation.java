package io.colonnade.core.memory;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;

/// One piece of the native heap under Arrow's accounting, aligned to 64 bytes.
final class NativeAllocation extends AllocationManager {
    private static final int ALIGNMENT = 64;

    static final Factory FACTORY = new Factory() {
        @Override
        public AllocationManager create(BufferAllocator allocator, long bytes) {
            return new NativeAllocation(allocator, bytes);
        }

        @Override
        public ArrowBuf empty() {
            return new ArrowBuf(ReferenceManager.NO_OP, null, 0, 0);
        }
    };

    private final long bytes;
    private final long base;
    private final long address;

    private NativeAllocation(BufferAllocator allocator, long bytes) {
        super(allocator);
        this.bytes = bytes;
        this.base = NativeHeap.allocate(bytes + ALIGNMENT);
        if (base == 0) {
            throw new OutOfMemoryError("the operating system has no " + bytes + " bytes of memory left");
        }
        this.address = (base + ALIGNMENT - 1) & -ALIGNMENT;
    }

    @Override
    public long getSize() {
        return bytes;
    }

    @Override
    protected long memoryAddress() {
        return address;
    }

    @Override
    protected void release0() {
        NativeHeap.free(base);
    }
}
