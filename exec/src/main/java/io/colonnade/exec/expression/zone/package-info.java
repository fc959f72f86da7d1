/// What zone maps tell of conditions. Conditions and minima, maxima and null counts come in, whether rows can match
/// goes out. Read {@link io.colonnade.exec.expression.zone.ZoneCheck} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.expression.zone;
