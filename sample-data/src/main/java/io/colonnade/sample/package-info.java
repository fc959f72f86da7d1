/// Sample schemas, their data and their queries, and the commands `generate`, `load` and `demo` over them.
///
/// In comes a [SampleSchema] with scale and seed; out go files ([SampleData]), loaded tables ([SampleLoader]) and
/// answers
/// ([DemoCommand]). Everything here reaches the engine through `java.sql` alone, as any program would. Read
/// [SampleSchema] first.
@org.jspecify.annotations.NullMarked
package io.colonnade.sample;
