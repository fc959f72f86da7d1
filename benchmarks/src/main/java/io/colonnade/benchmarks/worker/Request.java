package io.colonnade.benchmarks.worker;

import io.colonnade.benchmarks.Answer;
import io.colonnade.benchmarks.Engine;
import io.colonnade.benchmarks.literals.Literals;
import io.colonnade.sample.Progress;
import io.colonnade.sample.SampleData;
import io.colonnade.sample.SampleQuery;
import io.colonnade.sample.SampleSchema;
import io.colonnade.sample.file.DataFolder;
import io.colonnade.sample.file.FileFormat;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// What a process is asked for. Each kind reads its arguments and writes its reply; the other side is
/// {@link EngineProcess}.
enum Request {
    /// schema, scale, sorted, folder of all data: steps and seconds of each.
    LOAD {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            SampleSchema schema = SampleSchema.valueOf(in.readUTF());
            double scale = in.readDouble();
            boolean sorted = in.readBoolean();
            DataFolder folder = new SampleData(schema, scale, SampleData.DEFAULT_SEED, FileFormat.CSV)
                    .under(
                            Path.of(in.readUTF()),
                            1,
                            new Progress(
                                    new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)));
            List<Engine.Loading.Step> steps =
                    engine.load(schema, folder, sorted).steps();
            out.writeByte(OK);
            out.writeInt(steps.size());
            for (Engine.Loading.Step step : steps) {
                out.writeUTF(step.what());
                out.writeDouble(step.seconds());
            }
        }
    },

    /// name, text: elapsed and processor nanoseconds with all rows fetched, and these.
    ASK {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            String name = in.readUTF();
            SampleQuery query = new SampleQuery(name, name, in.readUTF());
            Connection connection = engine.connection(query);
            long processor = processorNanos();
            long start = System.nanoTime();
            Answer answer;
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(query.sql())) {
                answer = Answer.of(result);
            }
            long elapsed = System.nanoTime() - start;
            long used = processorNanos() - processor;
            out.writeByte(OK);
            out.writeLong(elapsed);
            out.writeLong(used);
            answer.write(out);
        }
    },

    /// a statement that changes something: elapsed nanoseconds.
    CHANGE {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            String sql = in.readUTF();
            long start = System.nanoTime();
            try (Statement statement = engine.connection().createStatement()) {
                statement.execute(sql);
            }
            out.writeByte(OK);
            out.writeLong(System.nanoTime() - start);
        }
    },

    /// schema, seed, clients, seconds: milliseconds of each query that they asked.
    CLIENTS {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            SampleSchema schema = SampleSchema.valueOf(in.readUTF());
            Literals literals = new Literals(schema, in.readLong());
            double[] millis = new Clients(engine, schema, literals).run(in.readInt(), in.readDouble());
            out.writeByte(OK);
            out.writeInt(millis.length);
            for (double value : millis) {
                out.writeDouble(value);
            }
        }
    },

    /// bytes by kind of file, and whether the kind is data.
    DISK {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            Map<String, Long> use = engine.diskUse();
            out.writeByte(OK);
            out.writeInt(use.size());
            for (Map.Entry<String, Long> entry : use.entrySet()) {
                out.writeUTF(entry.getKey());
                out.writeLong(entry.getValue());
                out.writeBoolean(engine.dataKinds().contains(entry.getKey()));
            }
        }
    },

    /// {@link ResidentMemory} of the process.
    MEMORY {
        @Override
        void serve(Engine engine, DataInput in, DataOutput out) throws Exception {
            ResidentMemory memory = ResidentMemory.own();
            out.writeByte(OK);
            memory.write(out);
        }
    };

    static final byte OK = 0;
    static final byte FAILED = 1;

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    /// Writes nothing before it has succeeded: a failure is written by who called.
    abstract void serve(Engine engine, DataInput in, DataOutput out) throws Exception;

    /// Of all threads of the process, those of native libraries, compiler and collector included.
    private static long processorNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /// The message that {@link EngineProcess} throws.
    static String message(Exception failure) {
        String text = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure instanceof SQLException sql && sql.getSQLState() != null
                ? sql.getSQLState() + ": " + text
                : text;
    }
}
