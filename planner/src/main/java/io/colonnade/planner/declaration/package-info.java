/// What a statement declares becomes definitions of the catalog: tables, their columns, identities and partitions.
/// Read {@link io.colonnade.planner.declaration.TableDefinitions} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.declaration;
