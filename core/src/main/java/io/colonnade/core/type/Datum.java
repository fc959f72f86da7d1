package io.colonnade.core.type;

import java.math.BigInteger;

/// One value, as literals, parameters, zone maps and folded expressions carry it. Its meaning comes from a
/// {@link Type} beside it.
///
/// | Layout | Datum |
/// |---|---|
/// | BIT | {@link Bool} |
/// | INT32, INT64 | {@link Int}: the integer, days, microseconds or unscaled decimal |
/// | INT128 | {@link Wide}: the unscaled decimal, or the number of an {@link Interval} |
/// | FLOAT64 | {@link Real} |
/// | VIEW | {@link Text} |
/// | any | {@link Null} |
public sealed interface Datum {
    Datum NULL = new Null();
    Datum TRUE = new Bool(true);
    Datum FALSE = new Bool(false);

    /// No value, of any type.
    record Null() implements Datum {}

    /// A BOOLEAN.
    record Bool(boolean value) implements Datum {}

    /// An integer of at most 64 bits, the unscaled value of a narrow DECIMAL, days of a DATE, microseconds of
    /// a TIME or a TIMESTAMP with or without a zone.
    record Int(long value) implements Datum {}

    /// The unscaled value of a DECIMAL of more than 18 digits, or the number of an {@link Interval}.
    record Wide(BigInteger value) implements Datum {}

    /// A DOUBLE or REAL.
    record Real(double value) implements Datum {}

    /// Text of any type of text.
    record Text(String value) implements Datum {}

    static Datum of(long value) {
        return new Int(value);
    }

    static Datum of(String value) {
        return new Text(value);
    }

    static Datum of(boolean value) {
        return value ? TRUE : FALSE;
    }

    static Datum of(double value) {
        return new Real(value);
    }

    default boolean isNull() {
        return this instanceof Null;
    }

    /// Whether this value can stand in a plain column of `layout`.
    default boolean fits(Layout layout) {
        return switch (this) {
            case Null n -> true;
            case Bool b -> layout == Layout.BIT;
            case Int i -> layout.isInteger();
            case Wide w -> layout == Layout.INT128;
            case Real r -> layout == Layout.FLOAT64;
            case Text t -> layout == Layout.VIEW;
        };
    }
}
