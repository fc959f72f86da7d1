package io.colonnade.coordinator.embedded;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.link.Link;
import io.colonnade.exec.exchange.link.Transport;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The network of a {@link Simulation}: each frame is an event at the receiver, in order per link, after a delay of the
/// seed's choice.
final class SimulatedNetwork {
    /// As many bytes on their way make a link full.
    private static final int BYTES_MAX = 64 << 10;

    private final Simulation simulation;
    private final Map<Integer, Node> nodes = new TreeMap<>();
    private final List<SimulatedLink> links = new ArrayList<>();
    private int slowest = 200_000;

    SimulatedNetwork(Simulation simulation) {
        this.simulation = simulation;
    }

    Transport open(Transport.Receiver receiver, MemoryPool pool) {
        Node node = new Node(receiver);
        nodes.put(receiver.node(), node);
        return node;
    }

    /// From now on a frame takes at most so long, apart from a few that take ten times as long.
    void delay(int nanosMax) {
        slowest = nanosMax;
    }

    /// Cuts a connection that is open, chosen by the seed; false if there is none.
    boolean cutOne() {
        List<SimulatedLink> open = links.stream()
                .filter(link -> link.connected && !link.broken && link.from.number() != link.to)
                .toList();
        if (open.isEmpty()) {
            return false;
        }
        SimulatedLink link = open.get(simulation.random().nextInt(open.size()));
        simulation.note("link " + link + " is cut");
        link.cut();
        return true;
    }

    private int delay() {
        int delay = simulation.random().nextInt(slowest);
        return simulation.random().nextInt(20) == 0 ? delay * 10 : delay;
    }

    /// One node's access.
    private final class Node implements Transport {
        private final Receiver receiver;
        private boolean closed;

        Node(Receiver receiver) {
            this.receiver = receiver;
        }

        int number() {
            return receiver.node();
        }

        @Override
        public InetSocketAddress address() {
            return InetSocketAddress.createUnresolved("node-" + number(), 1);
        }

        @Override
        public Link connect(int peer, InetSocketAddress address) {
            return new SimulatedLink(this, peer);
        }

        @Override
        public Link loopback() {
            return new SimulatedLink(this, number());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final class SimulatedLink implements Link {
        private final Node from;
        private final int to;
        private long lastArrival;
        private long bytesOnTheWay;
        private boolean connected;
        private boolean broken;

        SimulatedLink(Node from, int to) {
            this.from = from;
            this.to = to;
            this.lastArrival = simulation.now() + delay();
            this.connected = from.number() == to;
            links.add(this);
            if (!connected) {
                simulation.at(lastArrival, () -> {
                    if (!broken) {
                        simulation.note("link " + this + " is connected");
                        connected = true;
                        peer().receiver.greeted(from.number());
                        from.receiver.writable(to);
                    }
                });
            }
        }

        @Override
        public void send(FrameHeader header, @Nullable MemorySegment payload) {
            if (broken) {
                return;
            }
            byte[] head = header.toBytes();
            byte[] body = payload == null ? new byte[0] : payload.toArray(Lanes.BYTE);
            int bytes = head.length + body.length;
            bytesOnTheWay += bytes;
            lastArrival = Math.max(lastArrival + 1, simulation.now() + delay());
            simulation.at(lastArrival, () -> deliver(head, body));
        }

        private Node peer() {
            Node peer = nodes.get(to);
            if (peer == null) {
                throw new IllegalStateException("no node " + to);
            }
            return peer;
        }

        private void deliver(byte[] head, byte[] body) {
            if (broken || from.closed) {
                return;
            }
            boolean full = !isWritable();
            bytesOnTheWay -= head.length + body.length;
            FrameHeader header = FrameHeader.read(head);
            simulation.note("frame " + header.kind() + " " + header.stream() + " " + header.argument() + " over " + this
                    + ", " + body.length + " bytes");
            Node peer = peer();
            try {
                if (peer == null
                        || FrameHeader.check(MemorySegment.ofArray(body).asByteBuffer()) != header.check()) {
                    throw FrameHeader.corrupt("what was not sent");
                }
                peer.receiver.received(from.number(), header, MemorySegment.ofArray(body));
            } catch (RuntimeException e) {
                end(e);
                return;
            }
            if (full && isWritable()) {
                simulation.at(simulation.now(), () -> from.receiver.writable(to));
            }
        }

        @Override
        public boolean isWritable() {
            return connected && !broken && bytesOnTheWay < BYTES_MAX;
        }

        @Override
        public void cut() {
            end(new IOException("Connection reset by peer"));
        }

        /// Both ends learn it, each in its own time.
        private void end(Throwable cause) {
            if (broken) {
                return;
            }
            broken = true;
            links.remove(this);
            simulation.at(simulation.now() + delay(), () -> {
                simulation.note("node " + from.number() + " loses link " + this);
                from.receiver.lost(to, this, cause);
            });
            Node peer = peer();
            if (peer != from && connected) {
                simulation.at(simulation.now() + delay(), () -> {
                    simulation.note("node " + to + " loses link " + this);
                    peer.receiver.lost(from.number(), null, cause);
                });
            }
        }

        @Override
        public String toString() {
            return from.number() + ">" + to;
        }
    }
}
