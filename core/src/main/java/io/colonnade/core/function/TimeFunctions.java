package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.TIME;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Functions of dates and times.
final class TimeFunctions {
    static final List<ScalarFunction> ALL = List.of(
            time("extract")
                    .rewritten("field text, t timestamp -> bigint")
                    .written("`extract(field FROM t)`")
                    .example("extract(YEAR FROM DATE '2024-02-29')", "2024")
                    .example("extract(SECOND FROM TIMESTAMP '2024-02-29 12:30:01.5')", "1.500000")
                    .example("extract(EPOCH FROM DATE '1970-01-02')", "86400.000000")
                    .example("extract(EPOCH FROM INTERVAL '1 day 1 second')", "86401.000000")
                    .say(
                            "a field, whole: YEAR, QUARTER, MONTH, WEEK (ISO), DAY, DOW (Sunday is 0), ISODOW (Sunday is 7), DOY,"
                                    + " HOUR, MINUTE, MILLISECOND, MICROSECOND (both of the minute), ISOYEAR, DECADE, CENTURY,"
                                    + " MILLENNIUM; with six digits after the point, as DECIMAL(18, 6): SECOND and EPOCH"),
            time("date_part", "datepart")
                    .is(Function.DATE_PART, "field text, t timestamp -> double")
                    .is(Function.INTERVAL_PART, "field text, i interval -> double")
                    .example("date_part('second', TIMESTAMP '2024-02-29 12:30:01.5')", "1.5")
                    .say("a field with the fraction of a second; names as for extract"),
            time("date_trunc", "datetrunc")
                    .is(Function.DATE_TRUNC, "field text, t timestamp -> timestamp")
                    .is(Function.DATE_TRUNC, "field text, t zoned -> zoned")
                    .example("date_trunc('month', DATE '2024-02-29')", "2024-02-01 00:00:00")
                    .say(
                            "the beginning of the microsecond to millennium that a time lies in, of a moment in the zone of the"
                                    + " session; weeks begin on Monday"),
            time("date_bin")
                    .is(Function.DATE_BIN, "stride interval, t timestamp, origin timestamp -> timestamp")
                    .example(
                            "date_bin('15 minutes', TIMESTAMP '2024-02-29 12:40:00', TIMESTAMP '2024-01-01')",
                            "2024-02-29 12:30:00")
                    .say(
                            "the beginning of the stride, counted from origin, that a time lies in; a stride has no months"),
            time("time_bucket")
                    .is(Function.TIME_BUCKET, "width interval, t timestamp, origin? timestamp -> timestamp")
                    .example("time_bucket(INTERVAL '2 months', DATE '2024-02-29')", "2024-01-01 00:00:00")
                    .example("time_bucket('1 week', DATE '2024-02-29')", "2024-02-26 00:00:00")
                    .say(
                            "the beginning of the bucket that a time lies in; buckets are counted from 2000-01-01 if their width is"
                                    + " in months, else from Monday 2000-01-03, or from origin"),
            time("date_diff", "datediff")
                    .is(Function.DATE_DIFF, "field text, from timestamp, to timestamp -> bigint")
                    .example("date_diff('month', DATE '2024-01-31', DATE '2024-02-01')", "1")
                    .say("how many beginnings of a field lie between two times"),
            time("date_add")
                    .rewritten("t timestamp, by any -> timestamp")
                    .example("date_add(DATE '2024-01-31', INTERVAL '1' MONTH)", "2024-02-29")
                    .say("as `t + by`"),
            time("date_sub")
                    .rewritten("t timestamp, by any -> timestamp")
                    .example("date_sub(DATE '2024-03-31', INTERVAL '1' MONTH)", "2024-02-29")
                    .say("as `t - by`"),
            time("age")
                    .is(Function.AGE, "to timestamp, from timestamp -> interval")
                    .written("`age(to TIMESTAMP, from TIMESTAMP)`, `age(from TIMESTAMP)`")
                    .example("age(DATE '2024-03-01', DATE '2023-01-15')", "1 year 1 mon 17 days")
                    .example("age(current_date)", "00:00:00")
                    .say(
                            "years, months, days and time between two times, or from one to the midnight that began the day"),
            time("make_date")
                    .is(Function.MAKE_DATE, "year integer, month integer, day integer -> date")
                    .example("make_date(2024, 2, 29)", "2024-02-29")
                    .say("a DATE of its parts; an error (22007) if there is none"),
            time("make_timestamp")
                    .is(
                            Function.MAKE_TIMESTAMP,
                            "year integer, month integer, day integer, hour integer, minute integer, second double -> timestamp")
                    .example("make_timestamp(2024, 2, 29, 12, 30, 1.5)", "2024-02-29 12:30:01.5")
                    .say("a TIMESTAMP of its parts; an error (22007) if there is none"),
            time("make_time")
                    .is(Function.MAKE_TIME, "hour integer, minute integer, second double -> time")
                    .example("make_time(12, 30, 1.5)", "12:30:01.5")
                    .say("a TIME of its parts; an error (22007) if there is none"),
            time("make_interval")
                    .is(
                            Function.MAKE_INTERVAL,
                            "years? integer, months? integer, weeks? integer, days? integer, hours? integer, mins? integer, secs? double -> interval")
                    .example("make_interval(1, 2, 0, 10)", "1 year 2 mons 10 days")
                    .example("make_interval(hours => 36, secs => 1.5)", "36:00:01.5")
                    .say("an INTERVAL of its parts, which may be named; those left out are 0"),
            time("justify_days")
                    .is(Function.JUSTIFY_DAYS, "i interval -> interval")
                    .example("justify_days(INTERVAL '35 days')", "1 mon 5 days")
                    .say("with months for each 30 days"),
            time("justify_hours")
                    .is(Function.JUSTIFY_HOURS, "i interval -> interval")
                    .example("justify_hours(INTERVAL '50:10:00')", "2 days 02:10:00")
                    .say("with days for each 24 hours"),
            time("justify_interval")
                    .is(Function.JUSTIFY_INTERVAL, "i interval -> interval")
                    .example("justify_interval(INTERVAL '1 mon -1 hour')", "29 days 23:00:00")
                    .say("with days for each 24 hours and months for each 30 days, all of one sign"),
            time("now", "transaction_timestamp")
                    .is(Function.NOW, "-> zoned")
                    .stays(Determinism.STATEMENT)
                    .written("`now()`, `current_timestamp`")
                    .example("now() = current_timestamp", "true")
                    .say("when the transaction began"),
            time("statement_timestamp", "clock_timestamp")
                    .is(Function.STATEMENT_TIME, "-> zoned")
                    .stays(Determinism.STATEMENT)
                    .example("statement_timestamp() >= now()", "true")
                    .say("when the statement began; the same for all its rows"),
            time("current_date")
                    .rewritten("-> date")
                    .stays(Determinism.STATEMENT)
                    .written("`current_date`")
                    .example("current_date >= DATE '2024-01-01'", "true")
                    .say("the day when the transaction began, in the zone of the session"),
            time("localtimestamp")
                    .rewritten("-> timestamp")
                    .stays(Determinism.STATEMENT)
                    .written("`localtimestamp`")
                    .example("CAST(localtimestamp AS DATE) = current_date", "true")
                    .say("when the transaction began, in the zone of the session"),
            time("last_day")
                    .is(Function.LAST_DAY, "t timestamp -> date")
                    .example("last_day(DATE '2024-02-03')", "2024-02-29")
                    .say("the last day of its month"),
            time("monthname")
                    .is(Function.MONTHNAME, "t timestamp -> text")
                    .example("monthname(DATE '2024-02-29')", "February")
                    .say("English name of its month"),
            time("dayname")
                    .is(Function.DAYNAME, "t timestamp -> text")
                    .example("dayname(DATE '2024-02-29')", "Thursday")
                    .say("English name of its day of the week"),
            time("epoch_ms")
                    .is(Function.EPOCH_MS, "t timestamp -> bigint")
                    .example("epoch_ms(DATE '1970-01-02')", "86400000")
                    .say("milliseconds since 1970-01-01 00:00:00"),
            time("to_char")
                    .is(Function.TO_CHAR, "t timestamp, pattern text -> text")
                    .is(Function.NUMBER_TEXT, "x number, pattern text -> text")
                    .example("to_char(DATE '2024-02-09', 'FMDay, DDth Mon YYYY')", "Friday, 09th Feb 2024")
                    .example("to_char(-1234.5, '999,990.00')", "  -1,234.50")
                    .example("to_char(0.05, 'FM990.0999')", "0.05")
                    .say(
                            "a time by a pattern of YYYY YY MM MONTH MON DD DDD D ID DAY DY HH24 HH12 MI SS MS US SSSS AM Q WW IW IYYY CC J;"
                                    + " names in the case of the pattern, FM without filling, TH for ordinals, text in double quotes;"
                                    + " a number by one of 9 0 . D , G S MI PL SG PR FM EEEE"),
            time("to_date")
                    .is(Function.TO_DATE, "s text, pattern text -> date")
                    .example("to_date('09 Feb 2024', 'DD Mon YYYY')", "2024-02-09")
                    .say("the DATE that a text says, by a pattern as for to_char"),
            time("to_timestamp")
                    .is(Function.TO_TIMESTAMP, "s text, pattern text -> timestamp")
                    .is(Function.EPOCH_TIMESTAMP, "seconds double -> timestamp")
                    .example("to_timestamp('2024-02-09 3:05 pm', 'YYYY-MM-DD HH12:MI AM')", "2024-02-09 15:05:00")
                    .example("to_timestamp(86400.5)", "1970-01-02 00:00:00.5")
                    .say("the TIMESTAMP that a text says, by a pattern as for to_char; or of seconds since 1970-01-01"),
            time("strftime")
                    .is(Function.STRFTIME, "t timestamp, pattern text -> text")
                    .example("strftime(DATE '2024-02-09', '%d.%m.%Y')", "09.02.2024")
                    .say(
                            "by a pattern of %Y %y %m %B %b %d %j %A %a %w %u %H %I %M %S %f %g %p %G %V, %-d without zeros"),
            time("strptime")
                    .is(Function.STRPTIME, "s text, pattern text -> timestamp")
                    .example("strptime('09.02.2024', '%d.%m.%Y')", "2024-02-09 00:00:00")
                    .say("the TIMESTAMP that a text says, by a pattern as for strftime"),
            time("year")
                    .rewritten("t timestamp -> bigint")
                    .example("year(DATE '2024-02-29')", "2024")
                    .say("the field; as `extract(YEAR FROM t)`"),
            time("quarter")
                    .rewritten("t timestamp -> bigint")
                    .example("quarter(DATE '2024-02-29')", "1")
                    .say("the field; as `extract(QUARTER FROM t)`"),
            time("month")
                    .rewritten("t timestamp -> bigint")
                    .example("month(DATE '2024-02-29')", "2")
                    .say("the field; as `extract(MONTH FROM t)`"),
            time("week", "weekofyear")
                    .rewritten("t timestamp -> bigint")
                    .example("week(DATE '2024-02-29')", "9")
                    .say("the field; as `extract(WEEK FROM t)`"),
            time("day", "dayofmonth")
                    .rewritten("t timestamp -> bigint")
                    .example("day(DATE '2024-02-29')", "29")
                    .say("the field; as `extract(DAY FROM t)`"),
            time("dayofweek", "weekday")
                    .rewritten("t timestamp -> bigint")
                    .example("dayofweek(DATE '2024-02-29')", "4")
                    .say("the field; as `extract(DOW FROM t)`"),
            time("dayofyear")
                    .rewritten("t timestamp -> bigint")
                    .example("dayofyear(DATE '2024-02-29')", "60")
                    .say("the field; as `extract(DOY FROM t)`"),
            time("hour")
                    .rewritten("t timestamp -> bigint")
                    .example("hour(DATE '2024-02-29')", "0")
                    .say("the field; as `extract(HOUR FROM t)`"),
            time("minute")
                    .rewritten("t timestamp -> bigint")
                    .example("minute(DATE '2024-02-29')", "0")
                    .say("the field; as `extract(MINUTE FROM t)`"),
            time("second")
                    .rewritten("t timestamp -> bigint")
                    .example("second(DATE '2024-02-29')", "0")
                    .say("the field; as `extract(SECOND FROM t)`"));

    private TimeFunctions() {}

    private static Builder time(String name, String... aliases) {
        return ScalarFunction.named(TIME, name, aliases);
    }
}
