package io.colonnade.benchmarks.worker;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.Engine;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// An engine in a process of its own, so that its memory and its first steps are its own.
///
/// ```text
/// this process                          a child: JVM, driver, one open database
///   ask("q2.1", sql)  -> ASK ..       ->  executes, fetches, takes the time
///                     <- nanos, rows  <-
/// ```
///
/// *Threads*: one. *Ownership*: {@link #close} ends the child after it closed its database.
public final class EngineProcess implements AutoCloseable {
    private static final long END_SECONDS = 120;
    private static final String ARCHIVE = "-XX:SharedArchiveFile";

    /// DuckDB works outside the Java heap, which holds no more than answers.
    private static final int DUCKDB_HEAP_MIB = 512;

    /// Rows and what they took.
    public record Timed(double millis, double processorMillis, Answer answer) {}

    /// Bytes of one kind of file; `isData`: not derived from another.
    public record DiskUse(String kind, long bytes, boolean isData) {}

    private final EngineKind kind;
    private final Process process;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final double openMillis;
    private final double readyMillis;
    private final String version;
    private final ResidentMemory bare;

    private EngineProcess(EngineKind kind, EngineSetting setting, String classPath) throws IOException, SQLException {
        this.kind = kind;
        long start = System.nanoTime();
        this.process = new ProcessBuilder(command(kind, setting, classPath)).start();
        Thread.ofPlatform().daemon().start(this::passErrorsOn);
        this.in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        check();
        this.openMillis = in.readLong() / 1e6;
        this.readyMillis = (System.nanoTime() - start) / 1e6;
        this.version = in.readUTF();
        this.bare = ResidentMemory.read(in);
    }

    /// Starts a process with this one's classes.
    public static EngineProcess start(EngineKind kind, EngineSetting setting) throws IOException, SQLException {
        return start(kind, setting, System.getProperty("java.class.path"));
    }

    /// Starts a process with other classes, such as those of another commit.
    public static EngineProcess start(EngineKind kind, EngineSetting setting, String classPath)
            throws IOException, SQLException {
        return new EngineProcess(kind, setting, classPath);
    }

    private static List<String> command(EngineKind kind, EngineSetting setting, String classPath) {
        int heap = kind == EngineKind.DUCKDB ? DUCKDB_HEAP_MIB : setting.heapMiB();
        // An archive of classes serves the class path that it was made for; as it serves `./colonnade shell`.
        boolean archived = kind == EngineKind.COLONNADE && classPath.equals(System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (!argument.startsWith("-agentlib")
                    && !argument.startsWith("-javaagent")
                    && !(argument.startsWith(ARCHIVE) && !archived)
                    && !(heap > 0 && argument.startsWith("-Xmx"))) {
                command.add(argument);
            }
        }
        if (heap > 0) {
            command.add("-Xmx" + heap + "m");
        }
        command.addAll(List.of("-cp", classPath, Worker.class.getName(), kind.name()));
        command.addAll(setting.arguments());
        return command;
    }

    /// Whether this process started from an archive of classes; those with the same classes start from it as well.
    public static boolean startsFromArchive() {
        return System.getProperty("java.vm.info", "").contains("sharing")
                && ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .anyMatch(argument -> argument.startsWith(ARCHIVE));
    }

    public EngineKind kind() {
        return kind;
    }

    public String version() {
        return version;
    }

    /// What opening the database took, in the child.
    public double openMillis() {
        return openMillis;
    }

    /// From the start of the process until the database was open.
    public double readyMillis() {
        return readyMillis;
    }

    /// Its memory before the engine was opened: the JVM alone.
    public ResidentMemory bare() {
        return bare;
    }

    public Engine.Loading load(SampleSchema schema, double scale, boolean sorted, Path data)
            throws IOException, SQLException {
        out.writeByte(Request.LOAD.ordinal());
        out.writeUTF(schema.name());
        out.writeDouble(scale);
        out.writeBoolean(sorted);
        out.writeUTF(data.toString());
        check();
        List<Engine.Loading.Step> steps = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            steps.add(new Engine.Loading.Step(in.readUTF(), in.readDouble()));
        }
        return new Engine.Loading(steps);
    }

    public Timed ask(SampleQuery query) throws IOException, SQLException {
        out.writeByte(Request.ASK.ordinal());
        out.writeUTF(query.name());
        out.writeUTF(query.sql());
        try {
            check();
        } catch (SQLException e) {
            throw new SQLException(e.getMessage() + " in " + query.name() + "\n" + query.sql(), e);
        }
        return new Timed(in.readLong() / 1e6, in.readLong() / 1e6, Answer.read(in));
    }

    /// Milliseconds of a statement.
    public double change(String sql) throws IOException, SQLException {
        out.writeByte(Request.CHANGE.ordinal());
        out.writeUTF(sql);
        check();
        return in.readLong() / 1e6;
    }

    /// Milliseconds of each query that so many clients asked at the same time.
    public double[] clients(SampleSchema schema, long seed, int clients, double seconds)
            throws IOException, SQLException {
        out.writeByte(Request.CLIENTS.ordinal());
        out.writeUTF(schema.name());
        out.writeLong(seed);
        out.writeInt(clients);
        out.writeDouble(seconds);
        check();
        double[] millis = new double[in.readInt()];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = in.readDouble();
        }
        return millis;
    }

    public List<DiskUse> disk() throws IOException, SQLException {
        out.writeByte(Request.DISK.ordinal());
        check();
        List<DiskUse> uses = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            uses.add(new DiskUse(in.readUTF(), in.readLong(), in.readBoolean()));
        }
        return uses;
    }

    public ResidentMemory memory() throws IOException, SQLException {
        out.writeByte(Request.MEMORY.ordinal());
        check();
        return ResidentMemory.read(in);
    }

    /// All but what every JVM says that has the Vector API.
    private void passErrorsOn() {
        try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.contains("Using incubator modules")) {
                    System.err.println(line);
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
    }

    private void check() throws IOException, SQLException {
        out.flush();
        try {
            if (in.readByte() == Request.FAILED) {
                throw new SQLException(kind.label() + ": " + in.readUTF());
            }
        } catch (EOFException ended) {
            throw new IOException("the process of " + kind.label() + " ended; what it said stands above", ended);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the process of " + kind.label() + " did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            in.close();
        }
    }
}
