package io.colonnade.coordinator.result;

import io.colonnade.core.page.Page;
import io.colonnade.core.type.Type;
import java.lang.foreign.SegmentAllocator;
import java.util.List;

/// Makes bytes of the pages of a result, each by itself.
///
/// *Thread safety*: any number of threads encode at once.
@FunctionalInterface
public interface PageEncoder {
    /// The rows of `page` that count; `allocator` gives memory for the time of the call.
    public byte[] encode(List<Type> types, Page page, SegmentAllocator allocator);
}
