/// Errors that a user or an operator meets: one exception, one list of codes.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.error;
