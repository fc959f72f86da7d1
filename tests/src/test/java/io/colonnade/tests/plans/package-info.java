/// What plans look like: golden files of the sample queries, and what must hold of the plan of any star query. Read
/// {@link io.colonnade.tests.plans.SamplePlansTest} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests.plans;
