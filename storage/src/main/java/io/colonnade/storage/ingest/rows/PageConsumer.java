package io.colonnade.storage.ingest.rows;

import io.colonnade.core.page.Page;

/// Takes the pages of a chunk; a page is lent for the call.
@FunctionalInterface
public interface PageConsumer {
    void accept(Page page);
}
