package io.colonnade.storage.load;

import io.colonnade.core.page.Page;
import java.util.Arrays;

/// Says which slot each row of a page belongs to.
public interface SlotFunction {
    /// For replicated tables, whose rows have no slot.
    int REPLICATED = -1;

    /// All rows to one slot.
    static SlotFunction all(int slot) {
        return (page, slots) -> Arrays.fill(slots, 0, page.rows(), slot);
    }

    /// Writes the slot of the `i`-th row that counts to `slots[i]`, for all `page.rows()` rows.
    void slots(Page page, int[] slots);
}
