/// Dates, times, moments and intervals as text, in the forms of the standard, ISO 8601 and PostgreSQL. Read
/// {@link io.colonnade.core.temporal.CalendarText} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.temporal;
