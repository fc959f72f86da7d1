package io.colonnade.core.plan;

/// Which rows a join keeps, seen from its probe side.
public enum JoinKind {
    /// Pairs of rows with equal keys that meet the residual condition.
    INNER,
    /// The same, and each probe row without a partner once, with NULLs for the build columns.
    LEFT,
    /// The same as LEFT, and each build row without a partner once, with NULLs for the probe columns.
    FULL,
    /// The same as LEFT; a probe row with more than one partner is an error (21000): a subquery that is a value.
    SINGLE,
    /// Probe rows with at least one partner, once.
    SEMI,
    /// Probe rows without a partner (NOT EXISTS; a NULL key has no partner).
    ANTI,
    /// Probe rows for which `key NOT IN (build keys)` is true: none if the build side holds a NULL key; a probe row
    /// with a NULL key only if the build side is empty. Exactly one key, no residual.
    NULL_AWARE_ANTI,
    /// Each probe row once, and whether it has a partner: what EXISTS says.
    MARK,
    /// Each probe row once, and what IN says: true if a build row has equal keys and meets the residual
    /// condition; NULL if none has but for one of them that is not known, because of a NULL; else false.
    NULL_AWARE_MARK,
    /// LEFT the other way round: the same as INNER, and each build row without a partner once, with NULLs for the
    /// probe columns.
    BUILD_OUTER,
    /// Build rows with at least one partner, once.
    BUILD_SEMI,
    /// Build rows without a partner.
    BUILD_ANTI;

    /// Whether its rows may have columns of both sides.
    public boolean pairs() {
        return switch (this) {
            case INNER, LEFT, FULL, SINGLE, BUILD_OUTER -> true;
            case SEMI, ANTI, NULL_AWARE_ANTI, MARK, NULL_AWARE_MARK, BUILD_SEMI, BUILD_ANTI -> false;
        };
    }

    /// Whether a probe row that has no partner is of no account.
    public boolean needsPartner() {
        return switch (this) {
            case INNER, SEMI, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> true;
            case LEFT, FULL, SINGLE, ANTI, NULL_AWARE_ANTI, MARK, NULL_AWARE_MARK -> false;
        };
    }

    /// Whether build rows pass, when all probe rows have, for having met a partner or none.
    public boolean endsWithBuildRows() {
        return switch (this) {
            case FULL, BUILD_OUTER, BUILD_SEMI, BUILD_ANTI -> true;
            case INNER, LEFT, SINGLE, SEMI, ANTI, NULL_AWARE_ANTI, MARK, NULL_AWARE_MARK -> false;
        };
    }

    /// Whether its rows have columns of the build side only.
    public boolean isOfBuild() {
        return this == BUILD_SEMI || this == BUILD_ANTI;
    }

    /// Whether its rows have a mark, behind the columns of both sides.
    public boolean marks() {
        return this == MARK || this == NULL_AWARE_MARK;
    }

    /// Whether a NULL on the build side matters to all probe rows, whatever their keys.
    public boolean isNullAware() {
        return this == NULL_AWARE_ANTI || this == NULL_AWARE_MARK;
    }
}
