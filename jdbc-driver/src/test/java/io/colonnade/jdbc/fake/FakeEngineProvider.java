package io.colonnade.jdbc.fake;

import io.colonnade.jdbc.service.ConnectionSetting;
import io.colonnade.jdbc.service.ConnectionUrl;
import io.colonnade.jdbc.service.EngineFailure;
import io.colonnade.jdbc.service.EngineProvider;
import io.colonnade.jdbc.service.EngineSession;
import java.util.List;

/// Opens [FakeSession]s; `file:locked` cannot be opened.
public final class FakeEngineProvider implements EngineProvider {

    @Override
    public boolean accepts(ConnectionUrl url) {
        return true;
    }

    @Override
    public List<ConnectionSetting> settings() {
        return List.of(
                new ConnectionSetting("nodes", "Number of nodes", "1"),
                new ConnectionSetting("page_rows", "Rows of a page", "4096"),
                new ConnectionSetting("codec", "How pages are compressed", "none", List.of("none", "lz4")));
    }

    @Override
    public EngineSession open(ConnectionUrl url) throws EngineFailure {
        if (url.name().equals("locked")) {
            throw EngineFailure.of("08006", "Directory 'locked' is in use by process 42");
        }
        return new FakeSession(url);
    }
}
