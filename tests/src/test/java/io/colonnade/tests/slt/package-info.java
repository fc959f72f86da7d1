/// The runner of the `.slt` files under `src/test/resources/slt`. Read {@link io.colonnade.tests.slt.SltScript} for
/// the format.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests.slt;
