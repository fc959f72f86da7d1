/// Files whose every change is remembered, so that a test can make what a crash at any moment would have left of them.
@org.jspecify.annotations.NullMarked
package io.colonnade.coordinator.crash;
