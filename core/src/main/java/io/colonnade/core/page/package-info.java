/// Pages: what operators hand each other. Read {@link io.colonnade.core.page.Page}, then
/// {@link io.colonnade.core.page.Column}.
@org.jspecify.annotations.NullMarked
package io.colonnade.core.page;
