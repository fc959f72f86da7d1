package io.colonnade.core.fragment;

import io.colonnade.core.codec.ByteReader;
import io.colonnade.core.codec.ByteWriter;
import io.colonnade.core.codec.MalformedBytesException;
import io.colonnade.core.codec.RecordCodec;

/// Tasks as bytes: the only form in which a node receives one.
///
/// ```text
/// | 'C' 'T' | version byte | TaskSpec by RecordCodec |
/// ```
public final class PlanCodec {
    private static final int MAGIC_FIRST = 'C';
    private static final int MAGIC_SECOND = 'T';
    private static final int VERSION = 1;
    private static final RecordCodec<TaskSpec> TASKS = new RecordCodec<>(TaskSpec.class);

    private PlanCodec() {}

    public static byte[] encode(TaskSpec task) {
        ByteWriter writer = new ByteWriter();
        writer.writeByte(MAGIC_FIRST);
        writer.writeByte(MAGIC_SECOND);
        writer.writeByte(VERSION);
        TASKS.write(task, writer);
        return writer.toByteArray();
    }

    /// Throws {@link MalformedBytesException} for anything but a task of this version.
    public static TaskSpec decode(byte[] bytes) {
        ByteReader reader = new ByteReader(bytes);
        if (reader.readByte() != MAGIC_FIRST || reader.readByte() != MAGIC_SECOND) {
            throw new MalformedBytesException("this is not a task");
        }
        int version = reader.readByte();
        if (version != VERSION) {
            throw new MalformedBytesException("task format " + version + ", this node reads " + VERSION);
        }
        TaskSpec task = TASKS.read(reader);
        if (reader.remaining() != 0) {
            throw new MalformedBytesException(reader.remaining() + " bytes follow the task");
        }
        return task;
    }
}
