/// What a page costs on its way through an operator, apart from its rows. Read
/// {@link io.colonnade.benchmarks.pages.PagesCommand} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.benchmarks.pages;
