package io.colonnade.exec.expression.call.row;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.Function;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32;

/// Digests and hashes of text.
final class HashKernels {
    private static final long SEED = 0x9E37_79B9_7F4A_7C15L;
    private static final long MULTIPLIER = 0xBF58_476D_1CE4_E5B9L;

    private HashKernels() {}

    static void register(RowCalls.Table table) {
        digest(table, Function.MD5, "MD5");
        digest(table, Function.SHA1, "SHA-1");
        digest(table, Function.SHA256, "SHA-256");
        digest(table, Function.SHA512, "SHA-512");
        table.strict(Function.CRC32, (in, out) -> {
            CRC32 sum = new CRC32();
            sum.update(in.text(0).getBytes(StandardCharsets.UTF_8));
            out.integer(sum.getValue());
        });
        table.tolerant(Function.HASH, (in, out) -> {
            long hash = SEED;
            for (int i = 0; i < in.count(); i++) {
                hash = mixed(hash, in.isNull(i) ? SEED : hash(in.text(i)));
            }
            out.integer(hash);
        });
    }

    private static void digest(RowCalls.Table table, Function function, String algorithm) {
        table.remembering(function, () -> {
            MessageDigest digest;
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw EngineException.internal(algorithm + ": " + e.getMessage());
            }
            return (in, out) ->
                    out.text(HexFormat.of().formatHex(digest.digest(in.text(0).getBytes(StandardCharsets.UTF_8))));
        });
    }

    private static long hash(String text) {
        long hash = text.length();
        for (byte unit : text.getBytes(StandardCharsets.UTF_8)) {
            hash = mixed(hash, unit);
        }
        return hash;
    }

    private static long mixed(long hash, long value) {
        long mixed = (hash ^ value) * MULTIPLIER;
        return (mixed ^ mixed >>> 31) + SEED;
    }
}
