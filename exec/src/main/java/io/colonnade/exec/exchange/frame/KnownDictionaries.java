package io.colonnade.exec.exchange.frame;

import io.colonnade.core.page.Dictionary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Dictionaries that writers and readers of the same process share, so that only their ids are written. What is read
/// then has the dictionaries that were written, which live as long as the query.
///
/// *Thread safety*: any thread.
public final class KnownDictionaries {
    private final Map<Long, Dictionary> dictionaries = new ConcurrentHashMap<>();

    void add(Dictionary dictionary) {
        dictionaries.putIfAbsent(dictionary.id(), dictionary);
    }

    @Nullable
    Dictionary get(long id) {
        return dictionaries.get(id);
    }
}
