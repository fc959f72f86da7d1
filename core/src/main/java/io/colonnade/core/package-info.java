/// The words that all modules exchange: types, pages, expressions, plans, fragments, errors, and the interfaces to
/// memory and machine. It does no I/O of its own.
@org.jspecify.annotations.NullMarked
package io.colonnade.core;
