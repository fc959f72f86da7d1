package io.colonnade.storage.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Gathers faults: those of one check and one part become one fault, with the rows of all and the words of the first.
final class Faults {
    private final Map<Place, Gathered> gathered = new LinkedHashMap<>();

    private record Place(Check check, String part) {}

    private static final class Gathered {
        private final String detail;
        private long rows;

        Gathered(String detail) {
            this.detail = detail;
        }
    }

    void add(Check check, String detail) {
        add(check, "", 0, () -> detail);
    }

    /// `part` is what the check looked at, such as a column; `detail` is asked for the first fault only.
    void add(Check check, String part, long rows, Supplier<String> detail) {
        gathered.computeIfAbsent(new Place(check, part), place -> new Gathered(detail.get())).rows += rows;
    }

    List<Fault> list() {
        List<Fault> faults = new ArrayList<>();
        gathered.forEach((place, fault) -> faults.add(new Fault(place.check(), fault.rows, fault.detail)));
        return faults;
    }
}
