package io.colonnade.exec.operator.state;

import io.colonnade.core.kernel.Views;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Dictionary;
import io.colonnade.core.page.Lanes;
import io.colonnade.core.type.Type;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/// One sorted dictionary for columns that come with several, and for each of them the new code of each old one.
///
/// ```text
/// {ASIA, EUROPE}   {AFRICA, EUROPE}    ->    {AFRICA, ASIA, EUROPE}   [1 2]   [0 2]
/// ```
final class DictionaryUnion {
    private final Dictionary dictionary;
    private final List<int[]> maps = new ArrayList<>();

    DictionaryUnion(List<ColumnStore> stores, LongFunction<MemorySegment> allocate, MemoryPool pool) {
        try (StringTable all = new StringTable(pool)) {
            Map<Long, int[]> byDictionary = new HashMap<>();
            for (ColumnStore store : stores) {
                if (store.strings == ColumnStore.Strings.NUMBERS && store.table != null) {
                    maps.add(intern(store.table.column(), all));
                } else if (store.dictionary != null) {
                    Dictionary own = store.dictionary;
                    maps.add(byDictionary.computeIfAbsent(own.id(), id -> intern(own.values(), all)));
                } else {
                    // A store of nothing but NULLs: its codes are all 0.
                    maps.add(new int[] {0});
                }
            }
            Integer[] order = new Integer[all.size()];
            Arrays.setAll(order, i -> i);
            Column.Plain strings = all.column();
            Arrays.sort(
                    order,
                    (a, b) -> Views.compare(strings.values(), strings.heap(), a, strings.values(), strings.heap(), b));
            int[] rank = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                rank[order[i]] = i;
            }
            Map<int[], Boolean> ranked = new java.util.IdentityHashMap<>();
            for (int[] map : maps) {
                if (ranked.put(map, true) == null) {
                    for (int i = 0; i < map.length; i++) {
                        map[i] = map[i] < rank.length ? rank[map[i]] : 0;
                    }
                }
            }
            dictionary = new Dictionary(copy(strings, order, allocate));
        }
    }

    Dictionary dictionary() {
        return dictionary;
    }

    /// In the order of the stores.
    List<int[]> maps() {
        return maps;
    }

    private static int[] intern(Column.Plain values, StringTable all) {
        int[] map = new int[values.length()];
        for (int i = 0; i < map.length; i++) {
            map[i] = all.intern(values.values(), values.heap(), i);
        }
        return map;
    }

    private static Column.Plain copy(Column.Plain strings, Integer[] order, LongFunction<MemorySegment> allocate) {
        long heapBytes = 0;
        for (int i = 0; i < order.length; i++) {
            int length = Lanes.viewLength(strings.values(), i);
            heapBytes += length > Lanes.VIEW_INLINE_BYTES ? length : 0;
        }
        MemorySegment heap = allocate.apply(Math.max(8, heapBytes));
        MemorySegment views = allocate.apply(order.length * 16L);
        long used = 0;
        for (int i = 0; i < order.length; i++) {
            MemorySegment bytes = Lanes.viewBytes(strings.values(), strings.heap(), order[i]);
            Lanes.setView(views, i, bytes, 0, Math.toIntExact(used));
            if (bytes.byteSize() > Lanes.VIEW_INLINE_BYTES) {
                MemorySegment.copy(bytes, 0, heap, used, bytes.byteSize());
                used += bytes.byteSize();
            }
        }
        return new Column.Plain(Type.VARCHAR, order.length, views, null, List.of(heap));
    }
}
