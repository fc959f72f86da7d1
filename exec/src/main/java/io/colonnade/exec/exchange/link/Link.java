package io.colonnade.exec.exchange.link;

import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.StreamId;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// The way from one node to another: frames arrive in the order in which they were sent, or the link breaks.
///
/// *Ownership*: a payload is copied before {@link #send} returns. *Thread safety*: any thread.
public interface Link {
    void send(FrameHeader header, @Nullable MemorySegment payload);

    /// False while more than enough is on its way; then PAGES wait, other frames need not.
    boolean isWritable();

    /// Ends the connection as if the network had failed; both ends notice it as they notice that.
    void cut();

    default void send(FrameKind kind, StreamId stream, long argument) {
        send(FrameHeader.bare(kind, stream, argument), null);
    }
}
