/// The same statements on Colonnade and on DuckDB must give the same answers. What differs on purpose stands in
/// `docs/differences.md`.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests.differential;
