package io.colonnade.core.function;

import static io.colonnade.core.function.FunctionGroup.HASH;

import io.colonnade.core.expression.Function;
import io.colonnade.core.function.ScalarFunction.Builder;
import java.util.List;

/// Digests of text as hexadecimal digits, and a hash of anything.
final class HashFunctions {
    static final List<ScalarFunction> ALL = List.of(
            digest("md5", Function.MD5, "900150983cd24fb0d6963f7d28e17f72"),
            digest("sha1", Function.SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d"),
            digest("sha256", Function.SHA256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            digest(
                    "sha512",
                    Function.SHA512,
                    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"),
            ScalarFunction.named(HASH, "crc32")
                    .is(Function.CRC32, "s text -> bigint")
                    .example("crc32('abc')", "891568578")
                    .say("checksum of its UTF-8"),
            ScalarFunction.named(HASH, "hash")
                    .is(Function.HASH, "values... written -> bigint")
                    .nulls(NullRule.NEVER)
                    .example("hash('abc') = hash('abc')", "true")
                    .say(
                            "a number of 64 bits for the texts of all values, the same on all machines; NULL counts as a value"));

    private HashFunctions() {}

    private static ScalarFunction digest(String name, Function kernel, String ofAbc) {
        Builder builder = ScalarFunction.named(HASH, name).is(kernel, "s text -> text");
        return builder.example(name + "('abc')", ofAbc).say("digest of its UTF-8, in hexadecimal digits");
    }
}
