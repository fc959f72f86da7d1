package io.colonnade.benchmarks.worker;

import io.colonnade.benchmarks.Engine;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/// The other side of {@link EngineProcess}: opens an engine, serves requests until its input ends, closes it.
public final class Worker {
    private Worker() {}

    public static void main(String[] arguments) throws Exception {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(System.in));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(System.out))) {
            // Whatever prints must not print between the replies.
            System.setOut(System.err);
            ResidentMemory bare = ResidentMemory.own();
            List<String> words = Arrays.asList(arguments);
            long start = System.nanoTime();
            try (Engine engine =
                    EngineKind.valueOf(words.getFirst()).open(EngineSetting.of(words.subList(1, words.size())))) {
                long elapsed = System.nanoTime() - start;
                out.writeByte(Request.OK);
                out.writeLong(elapsed);
                out.writeUTF(engine.version());
                bare.write(out);
                out.flush();
                serve(engine, in, out);
            } catch (EOFException ended) {
                return;
            } catch (Exception e) {
                out.writeByte(Request.FAILED);
                out.writeUTF(Request.message(e));
            }
        }
        System.exit(0);
    }

    private static void serve(Engine engine, DataInputStream in, DataOutputStream out) throws IOException {
        while (true) {
            int kind = in.read();
            if (kind < 0) {
                return;
            }
            try {
                Request.values()[kind].serve(engine, in, out);
            } catch (EOFException ended) {
                throw ended;
            } catch (Exception e) {
                if (e instanceof SQLException failure && "XX000".equals(failure.getSQLState())) {
                    // A fault of the engine: where it happened is of use to whoever reads.
                    failure.printStackTrace();
                }
                out.writeByte(Request.FAILED);
                out.writeUTF(Request.message(e));
            }
            out.flush();
        }
    }
}
