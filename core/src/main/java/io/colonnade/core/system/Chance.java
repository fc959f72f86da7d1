package io.colonnade.core.system;

import java.security.SecureRandom;
import java.util.UUID;

/// Bytes that nobody can guess: secrets, and names that no other database has.
///
/// A simulation gives the bytes of its seed instead.
@FunctionalInterface
public interface Chance {
    Chance SYSTEM = new SecureRandom()::nextBytes;

    /// Fills the whole array.
    void fill(byte[] bytes);

    /// A new name in the form of a UUID.
    default String name() {
        byte[] bytes = new byte[16];
        fill(bytes);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
