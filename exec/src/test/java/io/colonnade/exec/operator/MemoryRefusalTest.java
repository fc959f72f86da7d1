package io.colonnade.exec.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.plan.AggregateCall;
import io.colonnade.core.plan.AggregateFunction;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.JoinKind;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.SortKey;
import io.colonnade.core.plan.TopNNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.random.RandomData;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A plan of everything that keeps rows, under budgets from far too small to enough.
final class MemoryRefusalTest {
    @Test
    void endsWithTheAnswerOrOutOfMemoryAndLeavesNothing() {
        int refused = 0;
        int answered = 0;
        for (long budget = 64 << 10; budget < 64 << 20; budget += budget / 8) {
            try (Arena arena = Arena.ofShared();
                    TestTask task = new TestTask(2, budget)) {
                RandomData data = new RandomData(11, arena);
                List<Type> types = List.of(Type.VARCHAR, Type.INTEGER, Type.decimal(38, 4));
                List<List<Datum>> probe = data.rows(types, 12_000, 3000, 20);
                List<List<Datum>> build = data.rows(types, 4000, 3000, 20);
                task.pages(5, data.pages(types, probe, 4000));
                task.pages(6, data.pages(types, build, 1000));
                PlanNode join = new JoinNode(
                        4,
                        JoinKind.LEFT,
                        TestTask.source(5, types),
                        TestTask.source(6, types),
                        List.of(0, 2),
                        List.of(0, 2),
                        null,
                        List.of(0, 1, 2, 3, 4));
                PlanNode groups = new AggregateNode(
                        3,
                        join,
                        List.of(0, 1),
                        List.of(
                                new AggregateCall(AggregateFunction.MAX, 3, false, Type.VARCHAR),
                                new AggregateCall(AggregateFunction.COUNT, 4, true, Type.BIGINT)),
                        AggregateNode.Step.SINGLE);
                PlanNode top = new TopNNode(
                        1, groups, List.of(new SortKey(2, true, true), new SortKey(0, false, false)), 5, 3000);
                try {
                    // The run itself checks that nothing is left over.
                    assertThat(task.run(top, 500, 2).rows()).hasSize(3000);
                    answered++;
                } catch (EngineException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(5);
        assertThat(answered).isGreaterThan(3);
    }
}
