/// Failures as JDBC shows them.
///
/// In: an [io.colonnade.jdbc.service.EngineFailure] or a defect. Out: the fitting subclass of [java.sql.SQLException]
/// with SQLSTATE, vendor code, and a message that ends with position and hint. Read [SqlExceptions].
@NullMarked
package io.colonnade.jdbc.error;

import org.jspecify.annotations.NullMarked;
