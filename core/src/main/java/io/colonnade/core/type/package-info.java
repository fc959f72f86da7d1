/// SQL types, how their values lie in memory, and single values. Read {@link io.colonnade.core.type.Type} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.type;
