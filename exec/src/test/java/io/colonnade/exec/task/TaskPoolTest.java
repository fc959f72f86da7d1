package io.colonnade.exec.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.fragment.Output;
import io.colonnade.core.fragment.PlanFragment;
import io.colonnade.core.fragment.QueryId;
import io.colonnade.core.fragment.TaskId;
import io.colonnade.core.fragment.TaskReport;
import io.colonnade.core.fragment.TaskSettings;
import io.colonnade.core.fragment.TaskSpec;
import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.core.plan.ValuesNode;
import io.colonnade.core.system.Clock;
import io.colonnade.core.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Pipelines of hand-made sources and sinks on the pool.
@Timeout(60)
final class TaskPoolTest {
    private final MemoryPool root = MemoryPool.root("test", 1 << 24);
    private final TaskPool pool = new TaskPool(1, Thread.ofPlatform().daemon().factory(), Clock.SYSTEM);

    @AfterEach
    void nothingIsLeftOver() {
        pool.close();
        assertThat(root.allocatedBytes()).isZero();
        root.close();
    }

    private TaskContext context(long query, long deadlineNanos) {
        return context(query, deadlineNanos, root);
    }

    private static TaskContext context(long query, long deadlineNanos, MemoryPool root) {
        TaskSpec spec = new TaskSpec(
                new TaskId(new QueryId(query), 1, 0, 0),
                new PlanFragment(
                        0,
                        new ValuesNode(1, List.of(), List.of()),
                        PlanFragment.Placement.ANY_NODE,
                        new Output.Client()),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                new TaskSettings(4096, 2, 1 << 24, false, deadlineNanos, false));
        ExchangeService none = new ExchangeService() {
            @Override
            public Source source(RemoteSourceNode node, TaskContext task) {
                throw new AssertionError();
            }

            @Override
            public Sink sink(Output output, List<Type> types, TaskContext task) {
                throw new AssertionError();
            }
        };
        return new TaskContext(spec, root.child("task " + query), none, Clock.SYSTEM);
    }

    /// A source each of whose drivers holds some memory and asks `step` for what to answer.
    private static Source source(Supplier<Step> step) {
        return new Source() {
            @Override
            public int driversMax() {
                return 2;
            }

            @Override
            public Reader reader(DriverContext driver) {
                Buffer held = driver.memory().allocate(1000);
                return new Reader() {
                    @Override
                    public Step next(Downstream downstream) {
                        return step.get();
                    }

                    @Override
                    public void close() {
                        held.close();
                    }
                };
            }
        };
    }

    private static final Sink DROP = driver -> new Sink.Local() {
        @Override
        public void accept(Page page) {}
    };

    private TaskExecution start(TaskContext context, Source source, Sink sink) {
        Pipeline pipeline = new Pipeline(source, 1, List.of(), sink, -1, List.of());
        return TaskExecution.start(context, List.of(pipeline), List.of(), pool);
    }

    private static EngineException failure(TaskExecution execution) {
        Throwable thrown = catchThrowable(() -> execution.completion().join());
        assertThat(thrown).isInstanceOf(CompletionException.class);
        return (EngineException) thrown.getCause();
    }

    private static void busy(long nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shortQueriesPassLongOnes() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicInteger morsels = new AtomicInteger();
        TaskExecution slow = start(
                context(1, 0),
                source(() -> {
                    started.countDown();
                    busy(2_000_000);
                    return morsels.incrementAndGet() < 400 ? Step.MORE : Step.FINISHED;
                }),
                DROP);
        started.await();
        busy(50_000_000);
        TaskExecution quick = start(context(2, 0), source(() -> Step.FINISHED), DROP);
        quick.completion().get(10, TimeUnit.SECONDS);
        assertThat(slow.completion()).isNotDone();
        slow.completion().get(30, TimeUnit.SECONDS);
        assertThat(morsels.get()).isGreaterThanOrEqualTo(400);
    }

    @Test
    void aBlockedDriverLeavesItsThreadAndComesBack() throws Exception {
        CompletableFuture<Object> until = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        TaskExecution blocked = start(
                context(1, 0),
                source(() -> {
                    calls.incrementAndGet();
                    return until.isDone() ? Step.FINISHED : new Step.Blocked(until);
                }),
                DROP);
        // The only thread is free for others meanwhile.
        start(context(2, 0), source(() -> Step.FINISHED), DROP).completion().get(10, TimeUnit.SECONDS);
        assertThat(blocked.completion()).isNotDone();
        until.complete("");
        blocked.completion().get(10, TimeUnit.SECONDS);
        assertThat(calls.get()).isBetween(3, 4);
    }

    @Test
    void cancelFreesWhatABlockedTaskHolds() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        TaskExecution execution = start(
                context(1, 0),
                source(() -> {
                    asked.countDown();
                    return new Step.Blocked(new CompletableFuture<>());
                }),
                DROP);
        asked.await();
        execution.cancel(new EngineException(ErrorCode.CANCELLED, "by the test"));
        assertThat(failure(execution).code()).isEqualTo(ErrorCode.CANCELLED);
        assertThat(root.allocatedBytes()).isZero();
    }

    @Test
    void cancelStopsATaskThatWorks() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        TaskExecution execution = start(
                context(1, 0),
                source(() -> {
                    asked.countDown();
                    return Step.MORE;
                }),
                DROP);
        asked.await();
        execution.cancel(new EngineException(ErrorCode.CANCELLED, "by the test"));
        assertThat(failure(execution).code()).isEqualTo(ErrorCode.CANCELLED);
    }

    @Test
    void theDeadlineEndsATaskEvenWhileItIsBlocked() {
        TaskExecution execution =
                start(context(1, 30_000_000), source(() -> new Step.Blocked(new CompletableFuture<>())), DROP);
        assertThat(failure(execution).code()).isEqualTo(ErrorCode.TIMEOUT);
    }

    @Test
    void theDeadlineThatOneDriverMeetsEndsTheOtherThatIsBlocked() throws Exception {
        AtomicInteger readers = new AtomicInteger();
        TaskExecution execution = start(
                context(1, 30_000_000),
                source(() -> readers.getAndIncrement() == 0 ? new Step.Blocked(new CompletableFuture<>()) : Step.MORE),
                DROP);
        Throwable thrown = catchThrowable(() -> execution.completion().get(10, TimeUnit.SECONDS));
        assertThat(thrown)
                .cause()
                .isInstanceOfSatisfying(
                        EngineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TIMEOUT));
    }

    @Test
    void theFirstFailureIsTheOneReported() {
        TaskExecution execution = start(
                context(1, 0),
                source(() -> {
                    throw new EngineException(ErrorCode.DIVISION_BY_ZERO, "division by zero");
                }),
                DROP);
        assertThat(failure(execution).code()).isEqualTo(ErrorCode.DIVISION_BY_ZERO);
        TaskExecution bug = start(
                context(2, 0),
                source(() -> {
                    throw new IllegalStateException("oops");
                }),
                DROP);
        assertThat(failure(bug).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void memoryThatIsNotFreedFailsTheTask() {
        // What leaked can be given back no more, so this task has a budget of its own.
        TaskContext context = context(1, 0, MemoryPool.root("leaking", 1 << 20));
        TaskExecution execution = start(
                context,
                source(() -> {
                    context.memory().allocate(100);
                    return Step.FINISHED;
                }),
                DROP);
        assertThat(failure(execution).code()).isEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void jobsOfASinkRunBeforeThePipelinesThatWaitForIt() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Sink first = new Sink() {
            private int steps;

            @Override
            public Local local(DriverContext driver) {
                return new Local() {
                    @Override
                    public void accept(Page page) {}

                    @Override
                    public void finish() {
                        order.add("local");
                    }
                };
            }

            @Override
            public List<Job> finish() {
                return steps++ < 2 ? List.of(() -> order.add("job"), () -> order.add("job")) : List.of();
            }
        };
        Pipeline one = new Pipeline(source(() -> Step.FINISHED), 1, List.of(), first, -1, List.of());
        Pipeline two = new Pipeline(
                source(() -> {
                    order.add("second");
                    return Step.FINISHED;
                }),
                2,
                List.of(),
                DROP,
                -1,
                List.of(first));
        TaskReport report = TaskExecution.start(context(1, 0), List.of(two, one), List.of(), pool)
                .completion()
                .get(10, TimeUnit.SECONDS);
        assertThat(order).containsExactly("local", "local", "job", "job", "job", "job", "second", "second");
        assertThat(report.peakBytes()).isPositive();
    }

    @Test
    void workOfAnotherQueryRunsOnTopOfAJobThatGivesWay() throws Exception {
        TaskContext context = context(1, 0);
        CountDownLatch sorting = new CountDownLatch(1);
        CompletableFuture<Object> quickIsDone = new CompletableFuture<>();
        Sink longFinish = new Sink() {
            private boolean done;

            @Override
            public Local local(DriverContext driver) {
                return page -> {};
            }

            @Override
            public List<Job> finish() {
                if (done) {
                    return List.of();
                }
                done = true;
                return List.of(() -> {
                    sorting.countDown();
                    while (!quickIsDone.isDone()) {
                        context.checkCancelled();
                        busy(10_000);
                    }
                });
            }
        };
        TaskExecution slow = start(context, source(() -> Step.FINISHED), longFinish);
        sorting.await();
        // The only thread is in the job, which ends when the other query has.
        TaskExecution quick = start(context(2, 0), source(() -> Step.FINISHED), DROP);
        quick.completion().get(10, TimeUnit.SECONDS);
        assertThat(slow.completion()).isNotDone();
        quickIsDone.complete("");
        slow.completion().get(10, TimeUnit.SECONDS);
    }

    @Test
    void anOperatorStopsInTheMiddleOfAPageWhenTheSinkIsFull() throws Exception {
        List<Integer> taken = new ArrayList<>();
        AtomicInteger overfilled = new AtomicInteger();
        AtomicInteger pagesLeft = new AtomicInteger(3);
        Source pages = new Source() {
            @Override
            public int driversMax() {
                return 1;
            }

            @Override
            public Reader reader(DriverContext driver) {
                return downstream -> {
                    if (pagesLeft.getAndDecrement() == 0) {
                        return Step.FINISHED;
                    }
                    downstream.accept(new Page(1));
                    return Step.MORE;
                };
            }
        };
        // Full after each page, until another thread says that there is room.
        Sink oneAtATime = driver -> new Sink.Local() {
            private CompletableFuture<Object> room = CompletableFuture.completedFuture("");

            @Override
            public void accept(Page page) {
                taken.add(page.rows());
                overfilled.addAndGet(room.isDone() ? 0 : 1);
                room = new CompletableFuture<Object>().completeOnTimeout("", 1, TimeUnit.MILLISECONDS);
            }

            @Override
            public CompletableFuture<?> blocked() {
                return room.isDone() ? null : room;
            }
        };
        Pipeline pipeline = new Pipeline(
                pages,
                1,
                List.of(
                        new Pipeline.Stage(2, driver -> new Repeating(2)),
                        new Pipeline.Stage(3, driver -> new Repeating(3))),
                oneAtATime,
                -1,
                List.of());
        TaskExecution.start(context(1, 0), List.of(pipeline), List.of(), pool)
                .completion()
                .get(10, TimeUnit.SECONDS);
        assertThat(overfilled).hasValue(0);
        assertThat(taken).hasSize((3 * 2 + 2) * 3 + 3).allMatch(rows -> rows == 1);
    }

    /// Passes each page on several times, and as many pages of its own at the end.
    private static final class Repeating implements Operator {
        private final int times;
        private Page page = new Page(1);
        private int left;

        Repeating(int times) {
            this.times = times;
        }

        @Override
        public void accept(Page next, Downstream downstream) {
            assertThat(hasMore()).isFalse();
            page = next;
            left = times;
            resume(downstream);
        }

        @Override
        public boolean hasMore() {
            return left > 0;
        }

        @Override
        public void resume(Downstream downstream) {
            do {
                left--;
                downstream.accept(page);
            } while (left > 0 && downstream.wantsMore());
        }

        @Override
        public void finish(Downstream downstream) {
            accept(new Page(1), downstream);
        }
    }

    @Test
    void aSourceIsStoppedWhenItsDriversEndThoughTheTaskGoesOn() throws Exception {
        CompletableFuture<Object> stopped = new CompletableFuture<>();
        Source abandoned = new Source() {
            @Override
            public int driversMax() {
                return 2;
            }

            @Override
            public Reader reader(DriverContext driver) {
                return downstream -> Step.FINISHED;
            }

            @Override
            public void stop() {
                stopped.complete("");
            }
        };
        Pipeline one = new Pipeline(abandoned, 1, List.of(), DROP, -1, List.of());
        Pipeline two = new Pipeline(
                source(() -> stopped.isDone() ? Step.FINISHED : new Step.Blocked(stopped)),
                2,
                List.of(),
                DROP,
                -1,
                List.of());
        TaskExecution.start(context(1, 0), List.of(two, one), List.of(), pool)
                .completion()
                .get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPipelineMayWaitForAnotherOneIntoTheSameSink() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Sink sink = new Sink() {
            @Override
            public Local local(DriverContext driver) {
                return page -> {};
            }

            @Override
            public List<Job> finish() {
                order.add("sink");
                return List.of();
            }
        };
        Pipeline first = new Pipeline(noting(order, "first", 2), 1, List.of(), sink, -1, List.of());
        Pipeline none = new Pipeline(noting(order, "none", 0), 2, List.of(), sink, -1, List.of(), List.of(first));
        Pipeline third =
                new Pipeline(noting(order, "third", 1), 3, List.of(), sink, -1, List.of(), List.of(first, none));
        Pipeline behind = new Pipeline(noting(order, "behind", 1), 4, List.of(), DROP, -1, List.of(sink));
        TaskExecution.start(context(1, 0), List.of(behind, third, none, first), List.of(), pool)
                .completion()
                .get(10, TimeUnit.SECONDS);
        assertThat(order).containsExactly("first", "first", "third", "sink", "behind");
    }

    @Test
    void aSinkWithoutDriversFinishes() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Pipeline none = new Pipeline(noting(order, "none", 0), 1, List.of(), DROP, -1, List.of());
        TaskExecution.start(context(1, 0), List.of(none), List.of(), pool)
                .completion()
                .get(10, TimeUnit.SECONDS);
        assertThat(order).isEmpty();
    }

    /// A source without pages that notes its readers.
    private static Source noting(List<String> order, String name, int drivers) {
        return new Source() {
            @Override
            public int driversMax() {
                return drivers;
            }

            @Override
            public Reader reader(DriverContext driver) {
                return downstream -> {
                    order.add(name);
                    return Step.FINISHED;
                };
            }
        };
    }
}
