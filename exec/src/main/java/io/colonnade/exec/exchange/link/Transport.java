package io.colonnade.exec.exchange.link;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.exec.exchange.frame.FrameHeader;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A node's access to the network: an address of its own, and links to others.
///
/// ```text
/// node 0                                            node 1
/// link to 1 . send(frame)   - - - - - - - - ->      receiver.received(0, frame)
///                 connection ends                   receiver.lost(0)
/// receiver.lost(1)
/// ```
///
/// *Contract*: frames of a link arrive whole, once, and in order, or the link breaks and both receivers are told.
/// *Thread safety*: any thread.
public interface Transport extends AutoCloseable {
    /// Where other nodes reach this one.
    InetSocketAddress address();

    /// A link to another node; frames wait until it is connected.
    Link connect(int peer, InetSocketAddress address);

    /// Frames of this node to itself: the same bytes in the same order, but later and on another thread's stack.
    Link loopback();

    /// Ends all connections and waits until their memory is back.
    @Override
    void close();

    /// Whom a transport tells what happens; it must not wait, and is never called from inside a {@link Link#send}.
    interface Receiver {
        int node();

        /// Whether frames of a node that says to be `peer` are taken.
        boolean knows(long peer);

        /// A node has connected. If it had been connected before, that connection is of no use any more, whether or
        /// not its end has been noticed here.
        void greeted(int peer);

        /// `payload` is lent. Throws what makes the connection unusable.
        void received(int sender, FrameHeader header, MemorySegment payload);

        /// A link takes PAGES again.
        void writable(int peer);

        /// A connection has ended: one made here if `link` is given, one that the peer made otherwise.
        void lost(int peer, @Nullable Link link, @Nullable Throwable cause);
    }

    /// Opens the transport of a node. `pool` is for what is on its way in.
    @FunctionalInterface
    interface Factory {
        Transport open(Receiver receiver, MemoryPool pool);
    }
}
