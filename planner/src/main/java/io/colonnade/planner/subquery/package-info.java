/// Subqueries become joins, wherever they stand and whatever of the outer queries they read. Read
/// {@link io.colonnade.planner.subquery.SubqueryUnnesting} first.
///
/// ```text
/// uncorrelated                          joined as it is
/// conditions that can be taken out      taken out and joined by them                      Decorrelated
/// an aggregate without groups           a group for each value, joined from the left      SingleRow
/// anything else                         computed for each of the outer values at once     Domain
/// ```
@org.jspecify.annotations.NullMarked
package io.colonnade.planner.subquery;
