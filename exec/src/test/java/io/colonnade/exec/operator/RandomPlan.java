package io.colonnade.exec.operator;

import io.colonnade.core.catalog.ColumnDefault;
import io.colonnade.core.catalog.ColumnDefinition;
import io.colonnade.core.catalog.Distribution;
import io.colonnade.core.catalog.FileOptions;
import io.colonnade.core.catalog.TableDefinition;
import io.colonnade.core.error.EngineException;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.DeleteNode;
import io.colonnade.core.plan.FileScanNode;
import io.colonnade.core.plan.FilterNode;
import io.colonnade.core.plan.GroupingSetsNode;
import io.colonnade.core.plan.IdentityNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.LimitNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ProjectNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.SortNode;
import io.colonnade.core.plan.TableWriteNode;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.plan.UnionAllNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.naive.NaiveAggregate;
import io.colonnade.exec.naive.NaiveExpression;
import io.colonnade.exec.naive.NaivePlan;
import io.colonnade.exec.random.FuzzRun;
import io.colonnade.exec.random.RandomData;
import io.colonnade.exec.random.RandomExpressions;
import io.colonnade.exec.random.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A plan of random nodes above random rows, which the task and the naive engine both get.
///
/// `kind` chooses the node in the middle; sources are below it, and now and then filters, projections and
/// other nodes on either side. LIMIT and unfinished orderings stand at the root only, where a test can
/// compare what is fixed.
final class RandomPlan {
    /// The nodes in the middle.
    enum Kind {
        VALUES,
        SCAN,
        FILE_SCAN,
        FILTER,
        PROJECT,
        INNER,
        LEFT,
        FULL,
        SINGLE,
        SEMI,
        ANTI,
        NULL_AWARE_ANTI,
        MARK,
        NULL_AWARE_MARK,
        BUILD_OUTER,
        BUILD_SEMI,
        BUILD_ANTI,
        CROSS,
        AGGREGATE,
        TWO_STEP_AGGREGATE,
        GROUPING_SETS,
        WINDOW,
        SORT,
        TOP_N,
        LIMIT,
        UNION,
        DELETE,
        IDENTITY,
        WRITE
    }

    /// The first identity number; the others are near.
    static final long NUMBERS_FROM = 4_111_222_333_444_555_666L;

    private final Random random;
    private final RandomData data;
    private final TestTask task;
    private final NaivePlan naive;
    private final FuzzRun run;
    private final Path folder;
    private final boolean extremes;
    private int ids = 100;
    private long segments;

    /// The types that both sides of joins and unions share, so that rows meet.
    private final List<Type> shared;

    private final int distinct;

    RandomPlan(RandomData data, TestTask task, NaivePlan naive, FuzzRun run, Path folder) {
        this.data = data;
        this.random = data.random;
        this.task = task;
        this.naive = naive;
        this.run = run;
        this.folder = folder;
        this.extremes = random.nextInt(6) == 0;
        if (extremes) {
            data.withExtremes();
        }
        this.shared = data.types(3);
        this.distinct = random.nextInt(4) == 0 ? 3000 : 2 + random.nextInt(40);
    }

    PlanNode root(Kind kind) {
        PlanNode middle = middle(kind);
        if (middle instanceof TableWriteNode || random.nextInt(2) == 0) {
            return middle;
        }
        PlanNode below = isOpen(middle) ? middle : above(middle);
        return random.nextInt(3) > 0 || isOpen(below) ? below : above(below);
    }

    /// Whether which rows come out is left open: only fit for the root.
    private static boolean isOpen(PlanNode node) {
        return node instanceof LimitNode
                || node instanceof TopNNode
                || node instanceof SortNode
                || node instanceof IdentityNode;
    }

    private PlanNode above(PlanNode input) {
        return switch (random.nextInt(7)) {
            case 0 -> new FilterNode(ids++, input, condition(input.outputTypes()));
            case 1 -> project(input);
            case 2 -> aggregate(input, random.nextBoolean());
            case 3 -> join(anyKind(), input, 1);
            case 4 -> new SortNode(ids++, input, keys(input.outputTypes()));
            case 5 -> new LimitNode(ids++, input, random.nextInt(4) / 3 * 10L, 1 + random.nextInt(200));
            default -> union(input);
        };
    }

    private PlanNode middle(Kind kind) {
        return switch (kind) {
            case VALUES -> values();
            case SCAN -> scan(data.types(1 + random.nextInt(4)));
            case FILE_SCAN -> fileScan();
            case FILTER -> {
                PlanNode input = source();
                yield new FilterNode(ids++, input, condition(input.outputTypes()));
            }
            case PROJECT -> project(source());
            case INNER -> join(JoinKind.INNER, source(), 1 + random.nextInt(3));
            case LEFT -> join(JoinKind.LEFT, source(), 1 + random.nextInt(3));
            case FULL -> join(JoinKind.FULL, source(), 1 + random.nextInt(3));
            case SINGLE -> join(JoinKind.SINGLE, source(), 1 + random.nextInt(3));
            case SEMI -> join(JoinKind.SEMI, source(), 1 + random.nextInt(2));
            case ANTI -> join(JoinKind.ANTI, source(), 1 + random.nextInt(2));
            case NULL_AWARE_ANTI -> join(JoinKind.NULL_AWARE_ANTI, source(), 1);
            case MARK -> join(JoinKind.MARK, source(), 1 + random.nextInt(2));
            case NULL_AWARE_MARK -> join(JoinKind.NULL_AWARE_MARK, source(), 1 + random.nextInt(2));
            case BUILD_OUTER -> join(JoinKind.BUILD_OUTER, source(), 1 + random.nextInt(3));
            case BUILD_SEMI -> join(JoinKind.BUILD_SEMI, source(), 1 + random.nextInt(2));
            case BUILD_ANTI -> join(JoinKind.BUILD_ANTI, source(), 1 + random.nextInt(2));
            case CROSS -> join(anyKind(), small(), 0);
            case AGGREGATE -> aggregate(source(), false);
            case TWO_STEP_AGGREGATE -> aggregate(source(), true);
            case GROUPING_SETS -> groupingSets(source());
            case WINDOW -> {
                PlanNode input = pages(types(), Math.min(400, rowCount()));
                RandomWindow window = new RandomWindow(random, run, input, WindowOperatorTest::exactSumType);
                yield random.nextInt(3) == 0 ? window.first(ids++, ids++, ids++) : window.node(ids++, ids++);
            }
            case SORT -> {
                PlanNode input = source();
                yield new SortNode(ids++, input, keys(input.outputTypes()));
            }
            case TOP_N -> {
                PlanNode input = source();
                long limit = random.nextInt(5) == 0 ? Long.MAX_VALUE : random.nextInt(300);
                yield new TopNNode(ids++, input, keys(input.outputTypes()), random.nextInt(3) * 20, limit);
            }
            case LIMIT -> new LimitNode(ids++, source(), random.nextInt(4) / 2 * 20L, random.nextInt(500));
            case UNION -> union(source());
            case DELETE -> delete();
            case IDENTITY -> identity();
            case WRITE -> write(source());
        };
    }

    // --- sources ---

    private int rowCount() {
        return switch (random.nextInt(25)) {
            case 0 -> 0;
            case 1, 2 -> 1 + random.nextInt(9000);
            default -> Math.max(data.size(), random.nextInt(30));
        };
    }

    /// The shared types, and some others.
    private List<Type> types() {
        List<Type> types = new ArrayList<>(shared);
        types.addAll(data.types(random.nextInt(3)));
        return types;
    }

    private PlanNode source() {
        return random.nextInt(4) == 0 ? scan(types()) : pages(types(), rowCount());
    }

    private PlanNode small() {
        return pages(types(), random.nextInt(60));
    }

    private PlanNode pages(List<Type> types, int count) {
        return pages(types, data.rows(types, count, distinct, random.nextInt(3) * 5));
    }

    private PlanNode pages(List<Type> types, List<List<Datum>> drawn) {
        int id = ids++;
        List<Page> pages = data.pages(types, drawn, random.nextInt(4) == 0 ? 1 + random.nextInt(100) : Page.ROWS_MAX);
        List<List<Datum>> rows = new ArrayList<>();
        for (Page page : pages) {
            run.page(page);
            // What is in the pages: dictionaries have one zero.
            rows.addAll(RandomData.rows(page));
        }
        task.pages(id, pages);
        naive.source(id, rows);
        return TestTask.source(id, types);
    }

    private ScanNode scan(List<Type> types) {
        return scan(types, List.of());
    }

    private ScanNode scan(List<Type> types, List<ScanNode.RuntimeFilterUse> filters) {
        RandomScan scan = new RandomScan(ids++, ++segments, types, data, run, distinct, this::rowCount);
        task.segment(scan.id(), scan.segment(), scan.deleted());
        naive.source(scan.id(), scan.rows());
        List<Type> read = scan.columns().stream().map(ScanNode.ScanColumn::type).toList();
        List<Expression> conjuncts = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            conjuncts.add(condition(read));
        }
        List<Integer> outputs = IntStream.range(0, types.size()).boxed().toList();
        if (random.nextInt(3) == 0) {
            outputs = IntStream.range(0, read.size()).boxed().toList();
        }
        return new ScanNode(scan.id(), 1, "t", scan.columns(), conjuncts, filters, outputs);
    }

    private PlanNode values() {
        List<Type> types = random.nextInt(8) == 0 ? List.of() : types();
        RandomExpressions expressions = new RandomExpressions(random, data.values(), List.of());
        List<List<Expression>> rows = new ArrayList<>();
        for (int i = rowCount() / 10; i >= 0; i--) {
            rows.add(types.stream()
                    .map(type -> random.nextInt(20) == 0
                            ? expressions.expression(type, 1)
                            : new Expression.Literal(type, data.datum(type, distinct, 8)))
                    .toList());
        }
        run.values((long) types.size() * rows.size());
        return new ValuesNode(ids++, types, rows);
    }

    private PlanNode fileScan() {
        int id = ids++;
        List<Type> types = types();
        List<ColumnDefinition> columns = IntStream.range(0, types.size())
                .mapToObj(i -> new ColumnDefinition(i, "c" + i, types.get(i), true))
                .toList();
        List<List<Datum>> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = rowCount(); i > 0; i--) {
            List<Datum> row = types.stream()
                    .map(type ->
                            random.nextInt(9) == 0 ? Datum.NULL : data.values().value(type, Spread.TAME))
                    .toList();
            rows.add(row);
            for (int c = 0; c < row.size(); c++) {
                text.append(c == 0 ? "" : ",").append(field(types.get(c), row.get(c)));
            }
            text.append('\n');
        }
        run.values((long) types.size() * rows.size());
        Path file = folder.resolve(id + ".csv");
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        task.file(id, file);
        naive.source(id, rows);
        return new FileScanNode(id, "t", columns, FileOptions.CSV);
    }

    private static String field(Type type, Datum value) {
        if (value.isNull()) {
            return "";
        }
        String text = NaiveExpression.format(type, value);
        return type.isString() ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    // --- nodes ---

    /// A condition that is true for about half of the rows.
    private Expression condition(List<Type> types) {
        if (types.isEmpty() || random.nextInt(3) == 0) {
            return new RandomExpressions(random, data.values(), types).condition(random.nextInt(1, 3));
        }
        int column = random.nextInt(types.size());
        Type type = types.get(column);
        Expression reference = new Expression.ColumnReference(column, type);
        Expression bound = new Expression.Literal(type, data.datum(type, distinct, 0));
        ComparisonOperator operator =
                random.nextInt(10) == 0 ? ComparisonOperator.EQUAL : ComparisonOperator.values()[1 + random.nextInt(5)];
        return new Expression.Comparison(operator, reference, bound);
    }

    private PlanNode project(PlanNode input) {
        List<Type> types = input.outputTypes();
        RandomExpressions expressions = new RandomExpressions(random, data.values(), types);
        List<Expression> columns = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            int column = types.isEmpty() ? 0 : random.nextInt(types.size());
            columns.add(
                    types.isEmpty() || random.nextInt(3) == 0
                            ? expressions.expression(data.type(), random.nextInt(1, 3))
                            : new Expression.ColumnReference(column, types.get(column)));
        }
        return new ProjectNode(ids++, input, columns);
    }

    /// Keys in the columns that have the same types on both sides.
    private JoinKind anyKind() {
        return JoinKind.values()[random.nextInt(JoinKind.values().length)];
    }

    private PlanNode join(JoinKind kind, PlanNode probe, int keysMax) {
        List<Type> types = probe.outputTypes();
        int keyCount = Math.min(keysMax, types.size());
        JoinKind possible = keyCount == 0 && kind == JoinKind.NULL_AWARE_ANTI ? JoinKind.ANTI : kind;
        List<Integer> probeKeys =
                new ArrayList<>(IntStream.range(0, types.size()).boxed().toList());
        Collections.shuffle(probeKeys, random);
        probeKeys = List.copyOf(probeKeys.subList(0, keyCount));
        List<Type> buildTypes = new ArrayList<>(data.types(random.nextInt(3)));
        List<Integer> buildKeys = new ArrayList<>();
        for (int key : probeKeys) {
            buildKeys.add(buildTypes.size());
            buildTypes.add(types.get(key));
        }
        int id = ids++;
        PlanNode filtered = probe;
        if (probe instanceof ScanNode scan && keyCount > 0 && random.nextInt(4) > 0) {
            List<ScanNode.RuntimeFilterUse> uses = new ArrayList<>();
            for (int k = 0; k < keyCount; k++) {
                // Only a join that drops what has no partner may drop it early.
                if (possible.needsPartner()) {
                    uses.add(new ScanNode.RuntimeFilterUse(id, k, probeKeys.get(k)));
                }
            }
            filtered = new ScanNode(scan.id(), 1, "t", scan.columns(), scan.conjuncts(), uses, scan.outputs());
        }
        PlanNode build = pages(buildTypes, buildRows(possible, probe, probeKeys, buildTypes, buildKeys));
        int both = types.size() + buildTypes.size();
        List<Integer> outputs = IntStream.rangeClosed(0, both)
                .filter(i -> possible.isOfBuild()
                        ? i >= types.size() && i < both
                        : i < (possible.pairs() ? both : types.size()) || possible.marks() && i == both)
                .filter(i -> random.nextInt(4) > 0)
                .boxed()
                .toList();
        return new JoinNode(
                id,
                possible,
                filtered,
                build,
                probeKeys,
                buildKeys,
                possible == JoinKind.NULL_AWARE_ANTI ? null : residual(types, buildTypes),
                outputs);
    }

    /// Few rows, so that pairs of equal keys stay few, or as many as there are keys; a part of them with the
    /// keys of a row of the probe side.
    private List<List<Datum>> buildRows(
            JoinKind kind, PlanNode probe, List<Integer> probeKeys, List<Type> types, List<Integer> buildKeys) {
        boolean anti = kind == JoinKind.ANTI || kind == JoinKind.NULL_AWARE_ANTI;
        int most = probeKeys.isEmpty() ? 30 : distinct > 100 ? 2000 : anti ? distinct : 60;
        int count = random.nextInt(12) == 0 ? 0 : random.nextInt(most);
        boolean nulls = random.nextInt(kind == JoinKind.NULL_AWARE_ANTI ? 8 : 2) == 0;
        List<List<Datum>> partners;
        try {
            partners = naive.rows(probe);
        } catch (EngineException e) {
            // Some row fails; the plan will, too.
            partners = List.of();
        }
        List<List<Datum>> rows = new ArrayList<>();
        for (List<Datum> drawn : data.rows(types, count, distinct, nulls ? 10 : 0)) {
            List<Datum> row = new ArrayList<>(drawn);
            if (!partners.isEmpty() && !anti && random.nextInt(3) == 0) {
                List<Datum> partner = partners.get(random.nextInt(partners.size()));
                for (int k = 0; k < buildKeys.size(); k++) {
                    Datum key = partner.get(probeKeys.get(k));
                    row.set(buildKeys.get(k), key.isNull() && !nulls ? row.get(buildKeys.get(k)) : key);
                }
            }
            rows.add(row);
        }
        return kind == JoinKind.SINGLE && random.nextInt(6) > 0 ? RandomJoin.unique(rows, buildKeys) : rows;
    }

    private @Nullable Expression residual(List<Type> probe, List<Type> build) {
        if (random.nextInt(3) > 0) {
            return null;
        }
        List<Type> both = new ArrayList<>(probe);
        both.addAll(build);
        for (int i = 0; i < probe.size(); i++) {
            int other = build.indexOf(probe.get(i));
            if (other >= 0) {
                return new Expression.Comparison(
                        random.nextBoolean() ? ComparisonOperator.LESS_OR_EQUAL : ComparisonOperator.NOT_EQUAL,
                        new Expression.ColumnReference(i, probe.get(i)),
                        new Expression.ColumnReference(probe.size() + other, probe.get(i)));
            }
        }
        return both.isEmpty() ? null : condition(both);
    }

    private PlanNode aggregate(PlanNode input, boolean twoSteps) {
        List<Type> types = input.outputTypes();
        List<Integer> keys = new ArrayList<>();
        int keyCount = random.nextInt(4);
        for (int i = 0; i < Math.min(keyCount, types.size()); i++) {
            keys.add(random.nextInt(types.size()));
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = random.nextInt(4) + (keys.isEmpty() ? 1 : 0); i > 0; i--) {
            calls.add(new RandomCall(random, input, twoSteps, extremes).call());
        }
        calls.addAll(new RandomCall(random, input, twoSteps, extremes).ofKey(keys));
        if (!twoSteps) {
            return new AggregateNode(ids++, input, keys, calls, AggregateNode.Step.SINGLE);
        }
        AggregateNode partial = new AggregateNode(ids++, input, keys, calls, AggregateNode.Step.PARTIAL);
        return partial.combining(ids++, partial);
    }

    private PlanNode groupingSets(PlanNode input) {
        List<Type> types = input.outputTypes();
        List<Integer> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            keys.add(random.nextInt(types.size()));
        }
        List<List<Integer>> sets = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            sets.add(IntStream.range(0, keys.size())
                    .filter(key -> random.nextBoolean())
                    .boxed()
                    .toList());
        }
        boolean twoSteps = random.nextBoolean();
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            calls.add(new RandomCall(random, input, twoSteps, extremes).call());
        }
        if (twoSteps) {
            AggregateNode partial = new AggregateNode(ids++, input, keys, calls, AggregateNode.Step.PARTIAL);
            GroupingSetsNode repeated = new GroupingSetsNode(
                    ids++, partial, IntStream.range(0, keys.size()).boxed().toList(), sets);
            return partial.combining(ids++, repeated, repeated.groupKeys(), keys.size());
        }
        GroupingSetsNode repeated = new GroupingSetsNode(ids++, input, keys, sets);
        return new AggregateNode(
                ids++,
                repeated,
                repeated.groupKeys(),
                calls.stream()
                        .map(call -> NaiveAggregate.counting(call, repeated))
                        .toList(),
                AggregateNode.Step.SINGLE);
    }

    private List<SortKey> keys(List<Type> types) {
        List<SortKey> keys = new ArrayList<>();
        for (int i = types.isEmpty() ? 0 : 1 + random.nextInt(3); i > 0; i--) {
            keys.add(new SortKey(random.nextInt(types.size()), random.nextBoolean(), random.nextBoolean()));
        }
        return keys;
    }

    private PlanNode union(PlanNode first) {
        List<PlanNode> inputs = new ArrayList<>(List.of(first));
        for (int i = random.nextInt(3); i > 0; i--) {
            inputs.add(pages(first.outputTypes(), rowCount() / 2));
        }
        Collections.shuffle(inputs, random);
        return new UnionAllNode(ids++, inputs, first.outputTypes());
    }

    /// All rows of a scan with row ids are noted; those of a page without partner would have NULL there.
    private PlanNode delete() {
        ScanNode scan = scan(types());
        while (scan.outputs().size() != scan.columns().size()
                || scan.columns().getLast().columnId() != ScanNode.ScanColumn.ROW_POSITION) {
            scan = scan(types());
        }
        int width = scan.columns().size();
        List<Integer> outputs = IntStream.range(0, width)
                .filter(i -> random.nextInt(4) > 0)
                .boxed()
                .toList();
        return new DeleteNode(ids++, scan, 1, "t", width - 2, width - 1, outputs);
    }

    /// Numbers that no random value is near.
    private PlanNode identity() {
        List<Type> types = types();
        int position = random.nextInt(types.size() + 1);
        types.add(position, Type.BIGINT);
        boolean marks = random.nextInt(3) > 0;
        if (marks) {
            types.add(Type.BOOLEAN);
        }
        ColumnDefault.Identity numbers =
                new ColumnDefault.Identity(random.nextBoolean(), NUMBERS_FROM, random.nextBoolean() ? 1 : -3);
        return new IdentityNode(
                ids++,
                pages(types, rowCount()),
                1,
                "t",
                new ColumnDefinition(position, "id", Type.BIGINT, false, Datum.NULL, numbers),
                position,
                marks ? types.size() - 1 : -1,
                false);
    }

    private PlanNode write(PlanNode input) {
        List<ColumnDefinition> columns = IntStream.range(0, input.outputTypes().size())
                .mapToObj(i ->
                        new ColumnDefinition(i, "c" + i, input.outputTypes().get(i), true))
                .toList();
        Distribution distribution = random.nextBoolean()
                ? new Distribution.Replicated()
                : new Distribution.Hashed(random.nextBoolean() ? List.of() : List.of(0), 16);
        return new TableWriteNode(
                ids++,
                input,
                new TableDefinition(1, "main", "t", columns, List.of(), distribution, List.of(), List.of()));
    }
}
