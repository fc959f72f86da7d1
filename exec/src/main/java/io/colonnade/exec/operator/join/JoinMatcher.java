package io.colonnade.exec.operator.join;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.memory.Scratch;
import io.colonnade.core.page.Column;
import io.colonnade.core.page.Page;
import io.colonnade.core.page.Selection;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.exec.expression.PredicateCompiler;
import io.colonnade.exec.expression.evaluator.Predicate;
import io.colonnade.exec.operator.state.Decode;
import io.colonnade.exec.operator.state.KeyWords;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins probe pages with a build side in memory, or with a part of one.
///
/// ```text
/// filtered    every row is known to have its one partner, whose columns nobody wants: pages pass as they are
/// single      at most one partner, or only its existence counts: rows are selected, build columns looked up
/// several     pairs of rows are listed, tested by the residual condition, and cut into pages; it stops between
///             two of them when downstream is full, since one row may have any number of partners
/// ```
///
/// *Parts*: a page meets the parts of a build side one after the other. {@link #matched} carries from one to
/// the next which of its rows have had a partner; what depends on having none at all passes with the last
/// part.
///
/// *Thread safety*: one per driver.
final class JoinMatcher implements AutoCloseable {
    private final JoinNode node;
    private final JoinTable build;
    private final JoinIndex index;
    private final DriverContext driver;
    private final Scratch keyScratch;
    private final Scratch pageScratch;
    private final KeyWords[] readers;
    private final long[][] words;
    private final boolean[] nulls = new boolean[Page.ROWS_MAX];
    private final boolean[] anyNull = new boolean[Page.ROWS_MAX];
    private final int[] heads = new int[Page.ROWS_MAX];
    private final int[] positions = new int[Page.ROWS_MAX];
    private final int[] buildRows = new int[Page.ROWS_MAX];
    private final JoinOutput output;
    private final boolean filtered;
    private final boolean single;
    private final boolean meetsBuild;
    private final boolean ofBuild;
    private final @Nullable Predicate residual;
    /// Of a NULL_AWARE_MARK join: tells the pairs of which is not known whether they are some.
    private final @Nullable Predicate doubtful;
    /// For each row that counts whether a pair has passed.
    private final boolean[] matched = new boolean[Page.ROWS_MAX];
    /// The page whose pairs are being listed, the place of its next row that counts and that row's next partner.
    private @Nullable Page paired;
    private int pairedRow;
    private int partner;
    private boolean lastPart;
    /// Of a NULL_AWARE_MARK join: for each row that counts whether a NULL leaves open that it has a partner.
    private final boolean[] unknown = new boolean[Page.ROWS_MAX];
    private boolean someNull;
    /// Whether the partners at hand are those of a NULL, and how many of them there were.
    private boolean amongNulls;
    private int nullsSeen;

    /// `keyFiltered`: the scan drops all rows that the (only) key's runtime filter drops, if there is one.
    JoinMatcher(JoinNode node, JoinTable build, boolean keyFiltered, DriverContext driver) {
        this.node = node;
        this.build = build;
        this.index = build.index();
        this.driver = driver;
        this.keyScratch = new Scratch(driver.memory());
        this.pageScratch = new Scratch(driver.memory());
        this.output = new JoinOutput(node, build, pageScratch);
        int keys = node.probeKeys().size();
        this.readers = new KeyWords[keys];
        this.words = new long[keys][Page.ROWS_MAX];
        for (int k = 0; k < keys; k++) {
            readers[k] = KeyWords.finding(
                    build.layout().probeTypes.get(node.probeKeys().get(k)), build.strings());
        }
        boolean marksNulls = node.kind() == JoinKind.NULL_AWARE_MARK;
        Expression condition = marksNulls ? wholeCondition(node, build.layout()) : node.residual();
        this.residual = condition == null ? null : compile(condition, driver);
        this.doubtful = marksNulls && condition != null ? compile(new Expression.IsNull(condition), driver) : null;
        boolean onlyExistence = !node.kind().pairs();
        this.meetsBuild = node.kind().endsWithBuildRows();
        this.ofBuild = node.kind().isOfBuild();
        this.single = node.residual() == null && (marksNulls ? keys <= 1 : onlyExistence || index.isUnique());
        this.filtered = keyFiltered
                && single
                && keys == 1
                && (node.kind() == JoinKind.SEMI || (node.kind() == JoinKind.INNER && !output.hasBuildColumns()))
                && exactFilter();
    }

    private static Predicate compile(Expression condition, DriverContext driver) {
        return PredicateCompiler.compile(condition, driver.task().spec().parameters());
    }

    /// The equality of all keys, and the residual condition.
    private static @Nullable Expression wholeCondition(JoinNode node, JoinLayout layout) {
        List<Expression> terms = new ArrayList<>();
        for (int k = 0; k < node.probeKeys().size(); k++) {
            int probe = node.probeKeys().get(k);
            int build = node.buildKeys().get(k);
            terms.add(new Expression.Comparison(
                    ComparisonOperator.EQUAL,
                    new Expression.ColumnReference(probe, layout.probeTypes.get(probe)),
                    new Expression.ColumnReference(layout.probeTypes.size() + build, layout.buildTypes.get(build))));
        }
        if (node.residual() != null) {
            terms.add(node.residual());
        }
        return terms.size() > 1
                ? new Expression.Logical(LogicalOperator.AND, terms)
                : terms.isEmpty() ? null : terms.getFirst();
    }

    private boolean exactFilter() {
        var filter = build.filter(0);
        return filter != null && filter.isExact();
    }

    /// Joins a page with the whole of the build side.
    void join(Page page, Downstream downstream) {
        if (!filtered && !single) {
            Arrays.fill(matched, 0, page.rows(), false);
            Arrays.fill(unknown, 0, page.rows(), false);
            joinPart(page, true, downstream);
            return;
        }
        pageScratch.reset();
        if (filtered) {
            downstream.accept(output.probeOnly(page, page.selection()));
            return;
        }
        find(page);
        passSingle(page, downstream);
    }

    /// Joins a page with one of several parts of the build side; {@link #matched} says what the parts before found.
    void joinPart(Page page, boolean isLast, Downstream downstream) {
        pageScratch.reset();
        find(page);
        lastPart = isLast;
        paired = page;
        pairedRow = 0;
        amongNulls = false;
        partner = heads[0];
        passPairs(page, downstream);
    }

    /// For each row of the page that counts whether it has had a partner; while {@link #hasMore} it is not
    /// complete.
    boolean[] matched() {
        return matched;
    }

    /// The same for whether that is not known.
    boolean[] unknown() {
        return unknown;
    }

    /// Whether it stopped in the middle of a page because downstream wanted no more.
    boolean hasMore() {
        return paired != null;
    }

    void resume(Downstream downstream) {
        if (paired != null) {
            passPairs(paired, downstream);
        }
    }

    /// Looks the keys of the page up: `heads[i]` becomes the first partner of the `i`-th row that counts.
    private void find(Page page) {
        int rows = page.rows();
        someNull = false;
        keyScratch.reset();
        for (int k = 0; k < readers.length; k++) {
            Column key = page.column(node.probeKeys().get(k));
            readers[k].read(key, page.selection(), words[k], keyScratch);
            if (Decode.nulls(key, page.selection(), nulls)) {
                if (!someNull) {
                    Arrays.fill(anyNull, 0, rows, false);
                }
                someNull = true;
                for (int i = 0; i < rows; i++) {
                    anyNull[i] |= nulls[i];
                }
            }
        }
        index.probe(words, rows, heads);
        if (someNull) {
            // A NULL key has no partner; for NOT IN it counts as one unless nothing is there to compare it with.
            int ofNull = node.kind() == JoinKind.NULL_AWARE_ANTI && build.rows() > 0 ? 0 : JoinIndex.NONE;
            for (int i = 0; i < rows; i++) {
                heads[i] = anyNull[i] ? ofNull : heads[i];
            }
        }
    }

    private void passSingle(Page page, Downstream downstream) {
        int rows = page.rows();
        Selection before = page.selection();
        switch (node.kind()) {
            case FULL -> {
                meet(rows);
                downstream.accept(output.joined(page, before, heads));
            }
            case BUILD_OUTER -> {
                meet(rows);
                passSelected(page, true, downstream);
            }
            case BUILD_SEMI, BUILD_ANTI -> build.meetAll(heads, rows);
            case LEFT, SINGLE -> downstream.accept(output.joined(page, before, heads));
            case MARK -> {
                for (int i = 0; i < rows; i++) {
                    matched[i] = heads[i] >= 0;
                }
                downstream.accept(output.marked(page, matched, null));
            }
            case NULL_AWARE_MARK -> {
                boolean buildNull = build.nullRows() > 0;
                for (int i = 0; i < rows; i++) {
                    matched[i] = heads[i] >= 0;
                    unknown[i] = buildNull || someNull && anyNull[i] && build.rows() > 0;
                }
                downstream.accept(output.marked(page, matched, unknown));
            }
            case INNER, SEMI -> passSelected(page, true, downstream);
            case ANTI, NULL_AWARE_ANTI -> passSelected(page, false, downstream);
        }
    }

    /// Notes the partners of the page's rows.
    private void meet(int rows) {
        int count = 0;
        for (int i = 0; i < rows; i++) {
            buildRows[count] = heads[i];
            count += heads[i] >= 0 ? 1 : 0;
        }
        build.meet(buildRows, count);
    }

    private void passSelected(Page page, boolean wanted, Downstream downstream) {
        int rows = page.rows();
        Selection before = page.selection();
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += heads[i] >= 0 == wanted ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        Selection after = before;
        if (count < rows) {
            for (int i = 0; i < count; i++) {
                int row = positions[i];
                buildRows[i] = heads[row];
                positions[i] = before == null ? row : before.positions()[row];
            }
            after = new Selection(positions, count);
        }
        downstream.accept(
                node.kind().pairs()
                        ? output.joined(page, after, count < rows ? buildRows : heads)
                        : output.probeOnly(page, after));
    }

    // --- several partners ---

    /// Goes on at `pairedRow` and `partner`, until the page is done or downstream wants no more for now.
    private void passPairs(Page page, Downstream downstream) {
        int rows = page.rows();
        boolean emitsPairs = node.kind().pairs();
        int pageRows = driver.task().settings().pageRows();
        int count = 0;
        while (pairedRow < rows) {
            if (ofBuild && partner >= 0 && build.hasMet(partner)) {
                partner = build.nextUnmet(partner);
                continue;
            }
            if (partner < 0 || isSettled(emitsPairs)) {
                if (partner < 0 && turnsToNulls()) {
                    continue;
                }
                amongNulls = false;
                pairedRow++;
                partner = pairedRow < rows ? heads[pairedRow] : JoinIndex.NONE;
                continue;
            }
            positions[count] = pairedRow;
            buildRows[count++] = partner;
            partner = amongNulls ? nextOfNulls() : ofBuild ? build.nextUnmet(partner) : index.next(partner);
            if (count == pageRows) {
                flushPairs(page, count, emitsPairs, downstream);
                count = 0;
                if (!downstream.wantsMore()) {
                    return;
                }
            }
        }
        if (count > 0) {
            flushPairs(page, count, emitsPairs, downstream);
            if (!downstream.wantsMore()) {
                return;
            }
        }
        paired = null;
        if (lastPart) {
            passUnpaired(page, downstream);
        }
    }

    /// Whether further partners make no difference to the probe row at hand.
    private boolean isSettled(boolean emitsPairs) {
        return !emitsPairs && !ofBuild && matched[pairedRow] || amongNulls && unknown[pairedRow];
    }

    /// When a row has met its partners it meets those of which a NULL leaves open whether they are some.
    private boolean turnsToNulls() {
        if (node.kind() != JoinKind.NULL_AWARE_MARK || amongNulls || matched[pairedRow] || unknown[pairedRow]) {
            return false;
        }
        amongNulls = true;
        nullsSeen = 0;
        partner = nextOfNulls();
        return partner >= 0;
    }

    /// A row with a NULL key meets all build rows, another one those with a NULL key.
    private int nextOfNulls() {
        if (someNull && anyNull[pairedRow]) {
            return nullsSeen < build.rows() ? nullsSeen++ : JoinIndex.NONE;
        }
        return nullsSeen < build.nullRows() ? build.nullRow(nullsSeen++) : JoinIndex.NONE;
    }

    /// Tests the pairs, marks the probe rows that have a partner, and passes the pairs on if they are wanted.
    private void flushPairs(Page page, int count, boolean emitsPairs, Downstream downstream) {
        driver.checkCancelled();
        pageScratch.reset();
        int[] probeRows = new int[count];
        for (int i = 0; i < count; i++) {
            probeRows[i] = page.position(positions[i]);
        }
        int kept = count;
        int[] keptBuildRows = buildRows;
        if (residual != null) {
            Page pairs = output.pairs(page, new Selection(probeRows, count), buildRows);
            Selection passed = residual.select(pairs, pageScratch);
            kept = passed == null ? count : passed.count();
            keptBuildRows = new int[kept];
            for (int i = 0; i < kept; i++) {
                int pair = passed == null ? i : passed.positions()[i];
                match(positions[pair]);
                probeRows[i] = probeRows[pair];
                keptBuildRows[i] = buildRows[pair];
            }
            if (doubtful != null) {
                doubt(doubtful.select(pairs, pageScratch), count);
            }
        } else {
            for (int i = 0; i < count; i++) {
                match(positions[i]);
            }
        }
        if (meetsBuild) {
            build.meet(keptBuildRows, kept);
        }
        if (emitsPairs && kept > 0) {
            downstream.accept(output.copied(page, new Selection(probeRows, kept), keptBuildRows));
        }
    }

    private void doubt(@Nullable Selection doubted, int count) {
        int found = doubted == null ? count : doubted.count();
        for (int i = 0; i < found; i++) {
            unknown[positions[doubted == null ? i : doubted.positions()[i]]] = true;
        }
    }

    private void match(int row) {
        if (matched[row] && node.kind() == JoinKind.SINGLE) {
            throw new EngineException(
                    ErrorCode.CARDINALITY_VIOLATION,
                    "a subquery used as a value has more than one row",
                    null,
                    "use an aggregate function or LIMIT 1 in it",
                    null);
        }
        matched[row] = true;
    }

    /// The rows that pass because they have, or have not, a partner.
    private void passUnpaired(Page page, Downstream downstream) {
        if (node.kind() != JoinKind.SEMI && node.kind().needsPartner()) {
            return;
        }
        if (node.kind().marks()) {
            pageScratch.reset();
            downstream.accept(output.marked(page, matched, node.kind() == JoinKind.MARK ? null : unknown));
            return;
        }
        boolean wanted = node.kind() == JoinKind.SEMI;
        int rows = page.rows();
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (matched[i] == wanted) {
                positions[count++] = page.position(i);
            }
        }
        if (count == 0) {
            return;
        }
        pageScratch.reset();
        Selection selection = count == page.length() ? null : new Selection(positions, count);
        if (node.kind().pairs()) {
            Arrays.fill(buildRows, 0, count, JoinIndex.NONE);
            downstream.accept(output.joined(page, selection, buildRows));
        } else {
            downstream.accept(output.probeOnly(page, selection));
        }
    }

    @Override
    public void close() {
        keyScratch.close();
        pageScratch.close();
    }
}
