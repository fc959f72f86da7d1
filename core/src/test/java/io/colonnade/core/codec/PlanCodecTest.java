package io.colonnade.core.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.expression.ComparisonOperator;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ScanNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlanCodecTest {
    @Test
    void aTaskComesBackAsItWent() {
        TaskSpec task = task();
        assertThat(PlanCodec.decode(PlanCodec.encode(task))).isEqualTo(task);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = PlanCodec.encode(task());
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> PlanCodec.decode(cut)).isInstanceOf(MalformedBytesException.class);
        }
    }

    @Test
    void aMutatedTaskIsReadOrRefusedButNothingElse() {
        byte[] bytes = PlanCodec.encode(task());
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = bytes.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            try {
                PlanCodec.decode(mutated);
            } catch (MalformedBytesException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private static TaskSpec task() {
        ScanNode fact = new ScanNode(
                3,
                17,
                "lineorder",
                List.of(
                        new ScanNode.ScanColumn(1, "lo_custkey", Type.INTEGER),
                        new ScanNode.ScanColumn(2, "lo_tax", Type.decimal(38, 2))),
                List.of(
                        new Expression.Comparison(
                                ComparisonOperator.LESS,
                                new Expression.ColumnReference(1, Type.decimal(38, 2)),
                                new Expression.Literal(Type.decimal(38, 2), new Datum.Wide(BigInteger.TWO.pow(100)))),
                        new Expression.Like(
                                new Expression.Cast(new Expression.Parameter(0, Type.VARCHAR), Type.VARCHAR),
                                "%ä_",
                                null)),
                List.of(new ScanNode.RuntimeFilterUse(2, 0, 0)),
                List.of(0, 1));
        ScanNode dimension = new ScanNode(
                4,
                18,
                "customer",
                List.of(new ScanNode.ScanColumn(1, "c_custkey", Type.INTEGER)),
                List.of(),
                List.of(),
                List.of(0));
        PlanNode join = new JoinNode(2, JoinKind.INNER, fact, dimension, List.of(0), List.of(0), null, List.of(1));
        PlanNode root = new AggregateNode(
                1,
                join,
                List.of(),
                List.of(new AggregateCall(AggregateFunction.SUM, 0, false, Type.decimal(38, 2))),
                AggregateNode.Step.PARTIAL);
        return new TaskSpec(
                new TaskId(new QueryId(Long.MIN_VALUE), 1, 2, 3),
                new PlanFragment(1, root, PlanFragment.Placement.ALL_NODES, new Output.Hash(List.of(0))),
                List.of(0),
                List.of(new TaskSpec.Producers(5, List.of(1, 2))),
                List.of(new TaskSpec.ScanInput(
                        3,
                        List.of(
                                new TaskSpec.ScanSegment(7, DeletedRows.NONE),
                                new TaskSpec.ScanSegment(Long.MAX_VALUE, new DeletedRows(3, new byte[] {1, -1, 0}))))),
                List.of(),
                List.of(Datum.NULL, Datum.of(2.5), Datum.of("é"), Datum.TRUE),
                new TaskSettings(4096, 2, 1L << 30, false, 0, false));
    }
}
