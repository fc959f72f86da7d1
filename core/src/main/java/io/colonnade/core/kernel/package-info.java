/// The loops that every module needs to get from one column form to another. They take whole columns and return
/// whole columns; memory comes from the allocator that the caller gives. Read {@link io.colonnade.core.kernel.Flatten}.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.kernel;
