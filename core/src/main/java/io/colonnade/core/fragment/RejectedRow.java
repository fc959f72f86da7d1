package io.colonnade.core.fragment;

import org.jspecify.annotations.Nullable;

/// A row of a file that a COPY left out: where it stands (`line` is that in which it begins, counted from 1), which
/// column is to blame if one is, why, and the row as it was written.
public record RejectedRow(
        String file, long line, @Nullable String column, String sqlState, String message, String text) {}
