package io.colonnade.storage.meta;

import io.colonnade.core.catalog.CatalogSnapshot;

/// A snapshot whose segments stay readable until it is closed; closing twice does nothing.
public interface PinnedSnapshot extends AutoCloseable {
    CatalogSnapshot snapshot();

    @Override
    void close();
}
