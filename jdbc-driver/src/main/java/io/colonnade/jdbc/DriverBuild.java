package io.colonnade.jdbc;

/// Which build of the driver this is; the version is that of the Maven project.
final class DriverBuild {

    static final String VERSION = "0.1.0";
    static final int MAJOR = 0;
    static final int MINOR = 1;

    private DriverBuild() {}
}
