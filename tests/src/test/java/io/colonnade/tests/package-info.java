/// Tests that need all modules: SQL logic tests, differential tests against DuckDB, bad input, layering and docs.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests;
