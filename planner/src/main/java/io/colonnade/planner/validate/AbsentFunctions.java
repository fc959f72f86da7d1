package io.colonnade.planner.validate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Functions that PostgreSQL and DuckDB have and that are not there yet, so that calling one is told from a
/// mistyped name.
final class AbsentFunctions {
    private static final List<String> FAMILIES = List.of(
            "array_",
            "json_",
            "jsonb_",
            "list_",
            "lo_",
            "map_",
            "pg_",
            "range_",
            "st_",
            "struct_",
            "ts_",
            "txid_",
            "xml",
            "has_",
            "generate_s",
            "regexp_split_to_",
            "string_to_",
            "inet_",
            "obj_descr",
            "col_descr",
            "encode",
            "quote_nullable",
            "get_b",
            "uuid_",
            "to_ts",
            "to_json",
            "row_to_",
            "approx_q");

    private static final Set<String> NAMES = Set.of(
            "cardinality",
            "convert_from",
            "convert_to",
            "current_query",
            "current_schemas",
            "currval",
            "first",
            "format_type",
            "isnull",
            "last",
            "lastval",
            "list",
            "make_timestamptz",
            "min_scale",
            "nextval",
            "normalize",
            "parse_ident",
            "scale",
            "set_bit",
            "set_byte",
            "set_config",
            "setseed",
            "setval",
            "soundex",
            "sha224",
            "sha384",
            "similarity",
            "timeofday",
            "timezone",
            "trim_scale",
            "try_cast",
            "safe_cast",
            "unaccent",
            "unistr",
            "unnest",
            "getdate",
            "sysdate",
            "dateadd",
            "charindex",
            "patindex",
            "histogram",
            "kurtosis",
            "skewness",
            "entropy",
            "product",
            "favg",
            "fsum");

    private static final Map<String, String> ADVICE = Map.of(
            "getdate", "write now()",
            "sysdate", "write now()",
            "isnull", "write COALESCE(x, y) or x IS NULL",
            "dateadd", "write t + INTERVAL '1' DAY",
            "charindex", "write POSITION(part IN s)",
            "array_agg", "string_agg makes a text of values",
            "setseed", "rows come in no order of their own, so that a seed would not repeat anything",
            "timezone", "write t AT TIME ZONE 'Europe/Berlin'");

    private AbsentFunctions() {}

    static boolean has(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower) || FAMILIES.stream().anyMatch(lower::startsWith);
    }

    static @Nullable String advice(String name) {
        return ADVICE.get(name.toLowerCase(Locale.ROOT));
    }
}
