package io.colonnade.tests.structure;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Time, chance, threads, waiting, files and the network are given to the engine at construction, so that a simulation
/// can give others. The few classes that reach for the machine itself are named here.
class SeamsTest {
    private static final JavaClasses CLASSES = LayeringTest.CLASSES.that(resideInAnyPackage(
            "io.colonnade.core..",
            "io.colonnade.storage..",
            "io.colonnade.exec..",
            "io.colonnade.planner..",
            "io.colonnade.coordinator.."));

    /// Where the machine is given to an engine.
    private static final String MACHINE = "io.colonnade.coordinator.embedded.SharedParts";

    private static final String POOL = "io.colonnade.exec.task.TaskPool";
    private static final String SYSTEM = "io.colonnade.core.system.";
    private static final String TCP = "io.colonnade.exec.exchange.tcp.";

    private static final Map<String, Set<String>> TIME = Map.of(
            "java.lang.System", Set.of("nanoTime", "currentTimeMillis"),
            "java.time.Instant", Set.of("now"),
            "java.time.LocalDate", Set.of("now"),
            "java.time.LocalDateTime", Set.of("now"),
            "java.time.Clock", Set.of("systemUTC", "systemDefaultZone", "system"));

    private static final Map<String, Set<String>> CHANCE = Map.of(
            "java.lang.Math", Set.of("random"),
            "java.util.Random", Set.of("<init>"),
            "java.util.SplittableRandom", Set.of("<init>"),
            "java.security.SecureRandom", Set.of("<init>"),
            "java.util.concurrent.ThreadLocalRandom", Set.of("current"),
            "java.util.UUID", Set.of("randomUUID"),
            // Differs from run to run, and with it the order of whatever is sorted or hashed by it.
            "java.lang.System", Set.of("identityHashCode"),
            "java.util.Collections", Set.of("shuffle"));

    private static final Map<String, Set<String>> THREADS = Map.of(
            "java.lang.Thread",
            Set.of("<init>", "start", "startVirtualThread", "ofVirtual", "ofPlatform", "sleep", "yield", "join"),
            "java.util.Timer",
            Set.of("<init>"),
            "java.util.concurrent.Executors",
            Set.of(
                    "newFixedThreadPool",
                    "newCachedThreadPool",
                    "newVirtualThreadPerTaskExecutor",
                    "newSingleThreadExecutor",
                    "newScheduledThreadPool",
                    "newWorkStealingPool"),
            "java.util.concurrent.ForkJoinPool",
            Set.of("<init>", "commonPool"),
            "java.util.concurrent.CompletableFuture",
            Set.of(
                    "supplyAsync",
                    "runAsync",
                    "thenRunAsync",
                    "thenAcceptAsync",
                    "thenApplyAsync",
                    "whenCompleteAsync",
                    "handleAsync",
                    "orTimeout",
                    "completeOnTimeout",
                    "delayedExecutor"));

    private static final Map<String, Set<String>> WAITING = Map.of(
            "java.lang.Object", Set.of("wait"),
            "java.util.concurrent.CompletableFuture", Set.of("get"),
            "java.util.concurrent.Future", Set.of("get"),
            "java.util.concurrent.CountDownLatch", Set.of("await"),
            "java.util.concurrent.Semaphore", Set.of("acquire", "acquireUninterruptibly"),
            "java.util.concurrent.locks.Condition", Set.of("await", "awaitNanos", "awaitUninterruptibly"),
            "java.util.concurrent.locks.LockSupport", Set.of("park", "parkNanos"),
            "java.util.concurrent.BlockingQueue", Set.of("take", "put"));

    @Test
    void timeIsTakenFromTheClockGiven() {
        only(TIME, SYSTEM + "Clock").check(CLASSES);
    }

    @Test
    void chanceIsGiven() {
        only(CHANCE, SYSTEM + "Chance").check(CLASSES);
    }

    @Test
    void threadsAreStartedWhereTheEngineMeetsTheMachine() {
        only(THREADS, MACHINE, POOL, TCP + "NettyTransport").check(CLASSES);
    }

    @Test
    void onlyThreadsOfClientsAndThePoolWait() {
        only(WAITING, SYSTEM + "Waiting", POOL).check(CLASSES);
    }

    @Test
    void filesAreReachedThroughTheFileSystemGiven() {
        noClasses()
                .that(areNot(SYSTEM + "LocalFileSystem"))
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.file.Files")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.FileInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.RandomAccessFile")
                .check(CLASSES);
    }

    @Test
    void theNetworkIsKnownToItsTransportAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.colonnade.exec.exchange.tcp..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(CLASSES);
    }

    @Test
    void theRulesSeeWhatTheyForbid() {
        for (Map<String, Set<String>> calls : List.of(TIME, CHANCE, THREADS, WAITING)) {
            assertThat(only(calls).evaluate(CLASSES).hasViolation())
                    .as(calls.keySet().toString())
                    .isTrue();
        }
    }

    private static ArchRule only(Map<String, Set<String>> calls, String... allowed) {
        return noClasses().that(areNot(allowed)).should().accessTargetWhere(isOneOf(calls));
    }

    private static DescribedPredicate<JavaAccess<?>> isOneOf(Map<String, Set<String>> calls) {
        return DescribedPredicate.describe(
                "reaches for the machine",
                access -> calls.getOrDefault(access.getTargetOwner().getName(), Set.of())
                        .contains(access.getTarget().getName()));
    }

    /// Classes that are none of these and do not lie in one of them.
    private static DescribedPredicate<JavaClass> areNot(String... names) {
        return DescribedPredicate.describe("are not " + String.join(", ", names), type -> {
            for (String name : names) {
                if (type.getName().equals(name) || type.getName().startsWith(name + "$")) {
                    return false;
                }
            }
            return true;
        });
    }
}
