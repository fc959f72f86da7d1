package io.colonnade.jdbc.service;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// A connection URL taken apart.
///
/// ```
/// jdbc:colonnade:mem:                  Kind.MEMORY, name ""     a private database, gone with its connection
/// jdbc:colonnade:mem:NAME              Kind.MEMORY, name NAME   shared inside this JVM while a connection is open
/// jdbc:colonnade:file:DIR              Kind.FILE,   name DIR    durable; one process at a time
/// ...each with ?nodes=3&threads=2&memory=2GiB
/// ```
///
/// Names of settings are kept in lower case; a name in the URL wins over the same name in the properties. Values are
/// percent-decoded in the settings but not in the path, which is taken as it stands (a `?` cannot be part of it).
///
/// @param kind where the database lives
/// @param name the database's name in this JVM, or its directory
/// @param settings name (lower case) to value, in name order
public record ConnectionUrl(Kind kind, String name, Map<String, String> settings) {

    public static final String PREFIX = "jdbc:colonnade:";

    private static final String FORMS = "jdbc:colonnade:mem:, jdbc:colonnade:mem:NAME or jdbc:colonnade:file:DIRECTORY";

    /// Where a database lives.
    public enum Kind {
        /// In the memory of this JVM.
        MEMORY,
        /// In a directory of this machine.
        FILE
    }

    public ConnectionUrl {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /// True for a private database, which no other connection can reach.
    public boolean isPrivate() {
        return kind == Kind.MEMORY && name.isEmpty();
    }

    /// True when `url` is addressed to this driver, whether or not it is well formed.
    public static boolean isOurs(String url) {
        return url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /// Parses `url` and adds the properties a caller passed beside it. `user` and `password` are dropped: an engine in
    /// this JVM has no accounts, and tools pass them always.
    ///
    /// @throws EngineFailure 08001 when the URL has none of the known forms
    public static ConnectionUrl parse(String url, Properties properties) throws EngineFailure {
        if (!isOurs(url)) {
            throw malformed(url, "it does not start with " + PREFIX);
        }
        String rest = url.substring(PREFIX.length());
        int question = rest.indexOf('?');
        String place = question < 0 ? rest : rest.substring(0, question);
        Map<String, String> settings = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            settings.put(name.toLowerCase(Locale.ROOT), properties.getProperty(name));
        }
        if (question >= 0) {
            addQuery(url, rest.substring(question + 1), settings);
        }
        settings.remove("user");
        settings.remove("password");
        if (place.regionMatches(true, 0, "mem:", 0, 4)) {
            return new ConnectionUrl(Kind.MEMORY, place.substring(4), settings);
        }
        if (place.regionMatches(true, 0, "file:", 0, 5)) {
            if (place.length() == 5) {
                throw malformed(url, "the directory is missing after file:");
            }
            return new ConnectionUrl(Kind.FILE, place.substring(5), settings);
        }
        throw malformed(url, "'" + place + "' names no kind of database");
    }

    private static void addQuery(String url, String query, Map<String, String> settings) throws EngineFailure {
        for (String pair : query.split("[&;]", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw malformed(url, "'" + pair + "' is not of the form name=value");
            }
            try {
                String name = URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8);
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                settings.put(name.strip().toLowerCase(Locale.ROOT), value.strip());
            } catch (IllegalArgumentException notDecodable) {
                throw malformed(url, "'" + pair + "' holds a broken % escape");
            }
        }
    }

    private static EngineFailure malformed(String url, String why) {
        return EngineFailure.of("08001", "Cannot use the connection URL '" + url + "': " + why)
                .withHint("Use " + FORMS + ", each optionally followed by ?name=value&name=value");
    }

    /// The URL in its canonical form; parsing it gives an equal value.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(PREFIX)
                .append(kind == Kind.MEMORY ? "mem:" : "file:")
                .append(name);
        char separator = '?';
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            text.append(separator).append(setting.getKey()).append('=');
            text.append(URLEncoder.encode(setting.getValue(), StandardCharsets.UTF_8));
            separator = '&';
        }
        return text.toString();
    }
}
