/// Dates and timestamps: fields, arithmetic, ISO text. Days and microseconds come in and go out. Read
/// {@link io.colonnade.exec.kernel.calendar.Calendar} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.kernel.calendar;
