package io.colonnade.exec.kernel.filter;

/// Whether this JVM was started with the Vector API. Classes that use it are loaded only if it was; the scalar twins
/// give the same results.
public final class Simd {
    private static final boolean AVAILABLE =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private Simd() {}

    public static boolean isAvailable() {
        return AVAILABLE;
    }
}
