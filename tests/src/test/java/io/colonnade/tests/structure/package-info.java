/// The structure of the project as tests: who may import whom, and that the documents speak of what exists.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests.structure;
