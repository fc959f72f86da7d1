package io.colonnade.benchmarks.fuzz.grow;

import io.colonnade.benchmarks.fuzz.text.Part;
import io.colonnade.benchmarks.fuzz.text.Phrase;
import io.colonnade.benchmarks.fuzz.text.Word;
import io.colonnade.benchmarks.fuzz.world.Domain;
import io.colonnade.benchmarks.fuzz.world.Kind;

/// An expression and what is known of it; `bound` is the largest magnitude of a number.
record Value(Part part, Domain domain, Trust trust, double bound) {
    static Value of(Domain domain, Trust trust, double bound, String ours, String theirs, Part... parts) {
        return new Value(Phrase.expression(domain.sql(), ours, theirs, parts), domain, trust, bound);
    }

    /// What is no number and reads the same in both dialects.
    static Value of(Kind kind, String template, Part... parts) {
        return of(Domain.of(kind), Trust.SUMMABLE, 0, template, template, parts);
    }

    static Value literal(Domain domain, double bound, String ours, String theirs) {
        return new Value(
                new Phrase(
                        io.colonnade.benchmarks.fuzz.text.Role.EXPRESSION,
                        domain.sql(),
                        "$1",
                        "$1",
                        java.util.List.of(new Word(ours, theirs))),
                domain,
                Trust.SUMMABLE,
                bound);
    }

    /// The same value under a name.
    Value named(String reference) {
        return new Value(Phrase.expression(domain.sql(), "$1", "$1", Word.word(reference)), domain, trust, bound);
    }

    /// Not the name of a column alone.
    boolean hasTable() {
        return !(part instanceof Phrase phrase
                && phrase.parts().size() == 1
                && phrase.parts().getFirst() instanceof Word word
                && !word.ours().contains("."));
    }
}
