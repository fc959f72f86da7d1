package io.colonnade.exec.exchange.tcp;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.exchange.link.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A connection to a node without a socket: bytes go straight to its {@link FrameReceiver}, on the caller's thread and
/// by a clock that the caller moves.
public final class IncomingConnection {
    private final FrameReceiver receiver;
    private final EmbeddedChannel channel = new EmbeddedChannel();

    public IncomingConnection(Transport.Receiver node, byte[] secret, MemoryPool pool) {
        receiver = new FrameReceiver(node, secret, pool);
        channel.freezeTime();
        channel.pipeline().addLast(receiver);
        receiver.channelActive(channel.pipeline().lastContext());
    }

    public void feed(byte[] bytes, int from, int count) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes, from, count));
    }

    public void pass(long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    public boolean isOpen() {
        return channel.isOpen();
    }

    /// What the node did not like.
    public @Nullable Throwable cause() {
        return receiver.cause();
    }

    /// Ends it; false if the node did not give the memory back.
    public boolean close() {
        channel.finishAndReleaseAll();
        return receiver.released().isDone();
    }
}
