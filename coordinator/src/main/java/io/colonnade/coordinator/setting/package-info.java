/// What a session can set, by the URL of its connection or by SET.
///
/// In: names and texts. Out: {@link io.colonnade.coordinator.setting.RunSettings}. Read {@link
/// io.colonnade.coordinator.setting.SessionSettings} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.setting;
