package io.colonnade.exec.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.colonnade.core.catalog.DeletedRows;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;
import io.colonnade.core.expression.Expression;
import io.colonnade.core.expression.LogicalOperator;
import io.colonnade.core.fragment.PlanCodec;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.plan.AggregateNode;
import io.colonnade.core.plan.PlanNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.type.Datum;
import io.colonnade.core.type.Type;
import io.colonnade.exec.worker.ControlMessage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// Tasks and control messages as bytes: everything comes back as it went, and bytes that are no message are
/// refused at a bounded price.
class PlanBytesTest {
    private static final int BUDGET = 9;
    private static final int MESSAGE_BYTES_MAX = 64 * 1024;

    @Test
    void everyPartOfATaskComesBackAsItWent() {
        everyPartComesBack(TaskSpec.class, PlanCodec::encode, PlanCodec::decode);
    }

    @Test
    void everyPartOfAControlMessageComesBackAsItWent() {
        everyPartComesBack(ControlMessage.class, ControlMessage.CODEC::encode, ControlMessage.CODEC::decode);
    }

    private static <T> void everyPartComesBack(Class<T> type, Function<T, byte[]> encode, Function<byte[], T> decode) {
        RandomRecords records = new RandomRecords(new Random(3), type);
        Set<Object> parts = RandomRecords.parts(type);
        int count = 0;
        while (count < 2000 || (count < 200_000 && !records.seen().containsAll(parts))) {
            T value = records.next(type, 1 + count % BUDGET);
            byte[] bytes = encode.apply(value);
            T back = decode.apply(bytes);
            assertThat(RandomRecords.same(back, value)).as("%s", value).isTrue();
            assertThat(encode.apply(back)).isEqualTo(bytes);
            count++;
        }
        assertThat(records.seen()).containsAll(parts);
        System.out.printf("%s: %d values of %d kinds of parts came back%n", type.getSimpleName(), count, parts.size());
    }

    @Test
    void aDamagedTaskIsRefusedOrIsATask() {
        fuzz("tasks", TaskSpec.class, PlanCodec::encode, PlanCodec::decode);
    }

    @Test
    void aDamagedControlMessageIsRefusedOrIsAMessage() {
        fuzz("control messages", ControlMessage.class, ControlMessage.CODEC::encode, ControlMessage.CODEC::decode);
    }

    private static <T> void fuzz(String name, Class<T> type, Function<T, byte[]> encode, Function<byte[], T> decode) {
        RandomRecords records = new RandomRecords(new Random(5), type);
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            messages.add(encode.apply(records.next(type, 2 + i % BUDGET)));
        }
        for (int i = 0; i < 20; i++) {
            messages.add(stretched(messages.get(i * 7), i));
        }
        Fuzz.Figures figures = Fuzz.run(name, 0.1, random -> {
            byte[] bytes = new ByteMutator(random).mutate(messages, MESSAGE_BYTES_MAX);
            long before = Fuzz.allocatedBytes();
            T value = null;
            try {
                value = decode.apply(bytes);
            } catch (MalformedBytesException e) {
                // As the contract says.
            }
            long allocated = Fuzz.allocatedBytes() - before;
            assertThat(allocated).as("bytes for " + bytes.length).isLessThan(RecordCodec.allocationMax(bytes.length));
            if (value == null) {
                return true;
            }
            assertThat(RandomRecords.same(decode.apply(encode.apply(value)), value))
                    .isTrue();
            return false;
        });
        assertThat(figures.refused()).isBetween(figures.inputs() / 4, figures.inputs() * 99 / 100);
    }

    /// A message whose middle, perhaps some elements of a list, is there many times.
    private static byte[] stretched(byte[] message, int seed) {
        Random random = new Random(seed);
        int from = random.nextInt(message.length);
        int length = Math.min(1 + random.nextInt(8), message.length - from);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(message, 0, from);
        for (int i = 0; i < 1000; i++) {
            bytes.write(message, from, length);
        }
        bytes.write(message, from, message.length - from);
        return bytes.toByteArray();
    }

    @Test
    void nestingHasALimitThatFitsAnyStack() throws InterruptedException {
        Expression deep = new Expression.ColumnReference(0, Type.BOOLEAN);
        for (int i = 0; i < RecordCodec.DEPTH_MAX - 5; i++) {
            deep = new Expression.Not(deep);
        }
        Expression deepest = deep;
        Expression tooDeep = deep;
        for (int i = 0; i < 10; i++) {
            tooDeep = new Expression.Not(tooDeep);
        }
        Expression much = tooDeep;
        RecordCodec<Expression> codec = new RecordCodec<>(Expression.class);
        List<Throwable> failures = new ArrayList<>();
        // Event loops have a megabyte.
        Thread thread = new Thread(
                null,
                () -> {
                    byte[] bytes = codec.encode(deepest);
                    assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
                    assertThatThrownBy(() -> codec.encode(much)).isInstanceOf(MalformedBytesException.class);
                },
                "half a stack",
                512 * 1024);
        thread.setUncaughtExceptionHandler((who, error) -> failures.add(error));
        thread.start();
        thread.join();
        assertThat(failures).isEmpty();
    }

    @Test
    void listsOfTheSmallestElementsKeepTheStatedPrice() {
        int count = 200_000;
        List<Expression> operands = Collections.nCopies(count, new Expression.ColumnReference(0, Type.DATE));
        List<Datum> nulls = Collections.nCopies(count, Datum.NULL);
        List<List<Expression>> rows = Collections.nCopies(count, List.of());
        keepsThePrice(new Expression.Logical(LogicalOperator.AND, operands), Expression.class);
        keepsThePrice(new Expression.InList(new Expression.ColumnReference(0, Type.DATE), nulls), Expression.class);
        keepsThePrice(new ValuesNode(0, List.of(), rows), PlanNode.class);
        keepsThePrice(new TaskSpec.Producers(1, Collections.nCopies(count, 1000)), TaskSpec.Producers.class);
        keepsThePrice(
                new TaskSpec.ScanInput(1, Collections.nCopies(count, new TaskSpec.ScanSegment(1, DeletedRows.NONE))),
                TaskSpec.ScanInput.class);
    }

    private static <T> void keepsThePrice(T value, Class<T> type) {
        RecordCodec<T> codec = new RecordCodec<>(type);
        byte[] bytes = codec.encode(value);
        long before = Fuzz.allocatedBytes();
        codec.decode(bytes);
        assertThat(Fuzz.allocatedBytes() - before).isLessThan(RecordCodec.allocationMax(bytes.length));
    }

    @Test
    void typesOfNestedGroupsAreComputedOnce() {
        PlanNode node = new ValuesNode(0, List.of(Type.INTEGER), List.of());
        for (int i = 0; i < 200; i++) {
            node = new AggregateNode(i, node, List.of(0, 0, 0), List.of(), AggregateNode.Step.SINGLE);
        }
        assertThat(node.outputTypes()).containsExactly(Type.INTEGER, Type.INTEGER, Type.INTEGER);
    }
}
