package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;
import java.util.ArrayList;
import java.util.List;

/// The functions whose arguments are simple enough for a table.
///
/// @param bound of a number that it gives; negative: that of its first argument
/// @param exact whether all engines give the same digits
record Calls(
        Feature feature, String ours, String theirs, Kind result, double bound, boolean exact, List<Kind> arguments) {
    private static final double OF_FIRST = -1;
    private static final double LENGTH = 5000;

    private static final List<Calls> ALL = List.of(
            text("UPPER($1)"),
            text("LOWER($1)"),
            text("LEFT($1, 2)"),
            text("LEFT($1, -1)"),
            text("RIGHT($1, 3)"),
            text("RIGHT($1, -2)"),
            text("LPAD($1, 5, 'xy')"),
            text("RPAD($1, 4, '-')"),
            other("LPAD($1, 4)", "LPAD($1, 4, ' ')"),
            text("REVERSE($1)"),
            text("REPEAT($1, 2)"),
            text("REPEAT($1, 0)"),
            text("SPLIT_PART($1, 'o', 2)"),
            text("SPLIT_PART($1, 'b', -1)"),
            text("TRANSLATE($1, 'abo', 'xy')"),
            text("TRIM($1)"),
            text("LTRIM($1)"),
            text("RTRIM($1)"),
            text("TRIM(BOTH 'ab' FROM $1)"),
            text("LTRIM($1, 'ao')"),
            text("RTRIM($1, 'bc')"),
            text("REPLACE($1, 'a', $2)", Kind.VARCHAR, Kind.VARCHAR),
            text("REPLACE($1, '京', '')"),
            text("SUBSTRING($1, 2)"),
            text("SUBSTRING($1 FROM 2 FOR 3)"),
            text("SUBSTRING($1, 1, 0)"),
            text("CONCAT($1, $2)", Kind.VARCHAR, Kind.VARCHAR),
            text("CONCAT($1, $2, 'x')", Kind.INTEGER, Kind.VARCHAR),
            text("CONCAT_WS('-', $1, $2)", Kind.VARCHAR, Kind.VARCHAR),
            number("ASCII($1)", "ASCII($1)", 1_200_000, Kind.VARCHAR),
            number("LENGTH($1)", "LENGTH($1)", LENGTH, Kind.VARCHAR),
            number("CHAR_LENGTH($1)", "LENGTH($1)", LENGTH, Kind.VARCHAR),
            number("OCTET_LENGTH($1)", "STRLEN($1)", LENGTH, Kind.VARCHAR),
            number("STRPOS($1, $2)", "STRPOS($1, $2)", LENGTH, Kind.VARCHAR, Kind.VARCHAR),
            number("POSITION('o' IN $1)", "POSITION('o' IN $1)", LENGTH, Kind.VARCHAR),
            condition("STARTS_WITH($1, $2)", Kind.VARCHAR, Kind.VARCHAR),
            condition("ENDS_WITH($1, $2)", Kind.VARCHAR, Kind.VARCHAR),
            new Calls(
                    Feature.TEXT_FUNCTIONS,
                    "\"contains\"($1, $2)",
                    "CONTAINS($1, $2)",
                    Kind.BOOLEAN,
                    0,
                    true,
                    List.of(Kind.VARCHAR, Kind.VARCHAR)),
            text("MD5($1)"),
            text("SHA256($1)"),
            text("REGEXP_REPLACE($1, '[ab]', '-', 'g')"),
            text("REGEXP_EXTRACT($1, '([a-z]+)', 1)"),
            text("MONTHNAME($1)", Kind.DATE),
            text("DAYNAME($1)", Kind.TIMESTAMP),
            text("STRFTIME($1, '%Y-%m-%d %H:%M')", Kind.TIMESTAMP),
            number("BIT_LENGTH($1)", "BIT_LENGTH($1)", LENGTH * 8, Kind.VARCHAR),
            condition("($1 ILIKE '%o%')", Kind.VARCHAR),
            condition("STARTS_WITH($1, CAST($2 AS VARCHAR))", Kind.VARCHAR, Kind.CHAR),
            moment(Kind.DATE, "LAST_DAY($1)", Kind.DATE),
            moment(Kind.DATE, "MAKE_DATE(2001, 1 + ABS($1 % 12), 15)", Kind.SMALLINT),
            moment(Kind.TIMESTAMP, "DATE_TRUNC('year', $1)", Kind.TIMESTAMP),
            moment(Kind.TIMESTAMP, "DATE_TRUNC('quarter', $1)", Kind.TIMESTAMP),
            moment(Kind.TIMESTAMP, "DATE_TRUNC('month', $1)", Kind.TIMESTAMP),
            moment(Kind.TIMESTAMP, "DATE_TRUNC('week', $1)", Kind.TIMESTAMP),
            moment(Kind.TIMESTAMP, "DATE_TRUNC('hour', $1)", Kind.TIMESTAMP),
            counted("DATE_DIFF('day', $1, $2)", 1e7, Kind.TIMESTAMP, Kind.TIMESTAMP),
            counted("DATE_DIFF('month', $1, $2)", 1e5, Kind.TIMESTAMP, Kind.TIMESTAMP),
            counted("EXTRACT(ISODOW FROM $1)", 7, Kind.DATE),
            counted("EXTRACT(ISOYEAR FROM $1)", 1e4, Kind.DATE),
            counted("EXTRACT(DECADE FROM $1)", 1e4, Kind.DATE),
            counted("EXTRACT(CENTURY FROM $1)", 1e4, Kind.TIMESTAMP),
            counted("EXTRACT(SECOND FROM $1)", 60, Kind.TIMESTAMP),
            counted("EXTRACT(HOUR FROM $1)", 24, Kind.TIME),
            calculated("CAST(SIGN($1) AS INTEGER)", 1, Kind.INTEGER),
            calculated("CAST(BIT_COUNT(CAST($1 AS BIGINT)) AS BIGINT)", 64, Kind.INTEGER),
            calculated("GCD($1, $2)", 2.2e9, Kind.INTEGER, Kind.INTEGER),
            calculated("($1 & $2)", 2.2e9, Kind.INTEGER, Kind.INTEGER),
            calculated("($1 | $2)", 2.2e9, Kind.INTEGER, Kind.INTEGER),
            loose("LOG10(ABS($1) + 1)", OF_FIRST),
            loose("LOG2(ABS($1) + 1)", OF_FIRST),
            loose("CBRT($1)", OF_FIRST),
            loose("SIN($1)", 1),
            loose("COS($1)", 1),
            loose("ATAN($1)", 2),
            loose("DEGREES($1)", 1e20),
            loose("RADIANS($1)", OF_FIRST),
            loose("SQRT(ABS($1))", OF_FIRST),
            loose("POWER($1, 2)", 1e60),
            loose("LN(ABS($1) + 1)", OF_FIRST),
            new Calls(
                    Feature.NUMBER_FUNCTIONS,
                    "MOD($1, 7)",
                    "($1 % CAST(7 AS INTEGER))",
                    Kind.INTEGER,
                    OF_FIRST,
                    true,
                    List.of(Kind.INTEGER)));

    private static Calls text(String template) {
        return text(template, Kind.VARCHAR);
    }

    private static Calls text(String template, Kind... arguments) {
        return new Calls(Feature.TEXT_FUNCTIONS, template, template, Kind.VARCHAR, 0, true, List.of(arguments));
    }

    private static Calls other(String ours, String theirs) {
        return new Calls(Feature.TEXT_FUNCTIONS, ours, theirs, Kind.VARCHAR, 0, true, List.of(Kind.VARCHAR));
    }

    private static Calls number(String ours, String theirs, double bound, Kind... arguments) {
        return new Calls(Feature.TEXT_FUNCTIONS, ours, theirs, Kind.INTEGER, bound, true, List.of(arguments));
    }

    private static Calls condition(String template, Kind... arguments) {
        return new Calls(Feature.TEXT_FUNCTIONS, template, template, Kind.BOOLEAN, 0, true, List.of(arguments));
    }

    private static Calls moment(Kind result, String template, Kind... arguments) {
        return new Calls(Feature.DATE_FUNCTIONS, template, template, result, 0, true, List.of(arguments));
    }

    private static Calls counted(String template, double bound, Kind... arguments) {
        return new Calls(Feature.DATE_FUNCTIONS, template, template, Kind.INTEGER, bound, true, List.of(arguments));
    }

    private static Calls calculated(String template, double bound, Kind... arguments) {
        return new Calls(Feature.NUMBER_FUNCTIONS, template, template, Kind.INTEGER, bound, true, List.of(arguments));
    }

    private static Calls loose(String template, double bound) {
        return new Calls(Feature.NUMBER_FUNCTIONS, template, template, Kind.DOUBLE, bound, false, List.of(Kind.DOUBLE));
    }

    /// Those that give this kind and may be used.
    static List<Calls> giving(Kind kind, Growth growth, Trust most) {
        List<Calls> fitting = new ArrayList<>();
        for (Calls call : ALL) {
            if (call.result == kind && growth.has(call.feature) && (call.exact || most == Trust.LOOSE)) {
                fitting.add(call);
            }
        }
        return fitting;
    }

    Value grow(Expressions all, int depth) {
        Part[] parts = new Part[arguments.size()];
        double first = 0;
        for (int i = 0; i < parts.length; i++) {
            Value value = all.any(arguments.get(i), i == 0 ? depth : 0, Trust.FIRM);
            first = i == 0 ? value.bound() : first;
            if (value.bound() > 1e15) {
                value = all.any(arguments.get(i), 0, Trust.SUMMABLE);
            }
            parts[i] = value.part();
        }
        return Value.of(
                Domain.of(result),
                exact ? Trust.SUMMABLE : Trust.LOOSE,
                bound < 0 ? Math.max(first, 1) : bound,
                ours,
                theirs,
                parts);
    }
}
