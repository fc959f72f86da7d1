/// The engine's types and operators, as the validator has to know them.
///
/// In: types of core. Out: Calcite's types and operators with our own rules for precision, overflow and
/// literals. Read {@link io.colonnade.planner.type.EngineTypeSystem} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.type;
