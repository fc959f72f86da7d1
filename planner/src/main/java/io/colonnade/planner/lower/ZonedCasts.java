package io.colonnade.planner.lower;

import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.Expression.Call;
import io.colonnade.core.expression.Expression.Cast;
import io.colonnade.core.expression.Expression.Literal;
import io.colonnade.core.expression.Function;
import io.colonnade.core.temporal.TimeZones;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.time.ZoneId;
import java.util.List;

/// Casts from and to TIMESTAMP WITH TIME ZONE as functions with the session's zone for an argument.
final class ZonedCasts {
    private final Literal zone;

    ZonedCasts(ZoneId zone) {
        this.zone = new Literal(Type.VARCHAR, Datum.of(TimeZones.name(zone)));
    }

    Literal zone() {
        return zone;
    }

    static boolean isZoned(Cast cast) {
        boolean from = cast.value().type().equals(Type.TIMESTAMP_TZ);
        return from != cast.type().equals(Type.TIMESTAMP_TZ);
    }

    Expression call(Cast cast, Folding folding) {
        Expression value = cast.value();
        if (value instanceof Literal literal && literal.value().isNull()) {
            return new Literal(cast.type(), Datum.NULL);
        }
        return value.type().equals(Type.TIMESTAMP_TZ) ? from(value, cast.type(), folding) : to(value, cast, folding);
    }

    private Expression from(Expression moment, Type to, Folding folding) {
        if (to.isString()) {
            Expression text = folding.fold(new Call(Function.MOMENT_TEXT, List.of(moment, zone), Type.VARCHAR));
            return Operands.isNoCut(Type.VARCHAR, to) ? text : folding.fold(new Cast(text, to));
        }
        Expression local = folding.fold(new Call(Function.TO_LOCAL, List.of(moment, zone), Type.TIMESTAMP));
        return to.equals(Type.TIMESTAMP) ? local : folding.fold(new Cast(local, to));
    }

    private Expression to(Expression value, Cast cast, Folding folding) {
        if (value.type().isString()) {
            return folding.fold(new Call(Function.PARSE_MOMENT, List.of(value, zone), Type.TIMESTAMP_TZ));
        }
        Expression local = folding.fold(Operands.cast(value, Type.TIMESTAMP));
        return folding.fold(new Call(Function.TO_MOMENT, List.of(local, zone), Type.TIMESTAMP_TZ));
    }
}
