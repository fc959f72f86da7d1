/// An engine without an engine: answers a few fixed statements, so that the driver can be tested alone.
@NullMarked
package io.colonnade.jdbc.fake;

import org.jspecify.annotations.NullMarked;
