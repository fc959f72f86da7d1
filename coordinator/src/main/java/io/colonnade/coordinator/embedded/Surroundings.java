package io.colonnade.coordinator.embedded;

import io.colonnade.core.system.Chance;
import io.colonnade.core.system.Clock;
import io.colonnade.core.system.FileSystem;
import io.colonnade.core.system.Waiting;
import io.colonnade.exec.exchange.ExchangeSettings;
import io.colonnade.exec.exchange.link.Transport;
import io.colonnade.exec.task.TaskPool;
import io.colonnade.planner.QueryPlanner;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All that an engine takes from outside: whoever gives other ones decides how time passes, what comes by chance, what
/// runs when, and when a message arrives.
///
/// | part | in an engine | in a simulation |
/// |---|---|---|
/// | clock, chance | of the machine | virtual, of a seed |
/// | waiting | parks the client's thread | lets others run |
/// | tasks, queryIds | shared by the JVM | its own |
/// | starts | a virtual thread each | an event |
/// | refusal | refuses no memory that is there | as a test wants |
/// | network | TCP with a new secret for each engine | events with delays |
record Surroundings(
        Clock clock,
        Chance chance,
        FileSystem files,
        Path workingDirectory,
        Waiting waiting,
        TaskPool tasks,
        LongSupplier queryIds,
        Executor starts,
        Supplier<Transport.Factory> network,
        ExchangeSettings exchange,
        LongPredicate refusal,
        QueryPlanner planner) {}
