package io.colonnade.jdbc.service;

import java.util.List;

/// One setting that a connection URL may carry, such as `nodes` in `jdbc:colonnade:mem:?nodes=3`.
///
/// @param name lower case, words joined by `_`; URLs match it case-insensitively
/// @param description one sentence for a person, without a full stop
/// @param defaultValue what holds when the URL does not name it, empty when there is no fixed default
/// @param choices the allowed values, empty when the value is free
public record ConnectionSetting(String name, String description, String defaultValue, List<String> choices) {

    public ConnectionSetting {
        choices = List.copyOf(choices);
    }

    public ConnectionSetting(String name, String description, String defaultValue) {
        this(name, description, defaultValue, List.of());
    }
}
