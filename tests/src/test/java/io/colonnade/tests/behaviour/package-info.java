/// What a user meets besides answers: URLs, durability, cancelling, limits, damaged files.
@org.jspecify.annotations.NullMarked
package io.colonnade.tests.behaviour;
