package io.colonnade.exec.exchange;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Link;
import io.colonnade.exec.exchange.link.Transport;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node's end of the network: a port, a link to each other node, and the table that tells to which sink or inbox a
/// frame belongs.
///
/// ```text
/// links     node -> Link           made when first needed, again after it broke
/// inboxes   edge -> Inbox          tasks here that receive
/// sinks     edge -> ExchangeSink   tasks here that send
/// early     edge -> senders        who opened or finished before the receiving task was there
/// ```
///
/// *Broken links*: frames that were on their way are lost, and either end may notice long before the other. Whoever
/// sent on the link connects again at once and says which of its streams are BROKEN; whoever receives takes the new
/// connection for the end of the old one. So each end fails all that it had begun, and nothing waits for a frame that
/// is lost.
///
/// *Late frames* of queries and attempts that nobody knows are dropped; their senders are told to stop.
/// *Thread safety*: any thread; frames arrive on event loops.
public final class ExchangeEndpoint implements AutoCloseable {
    /// Senders of edges whose receiver never comes are forgotten when there are so many of them.
    private static final int EARLY_MAX = 4096;
    /// A link that breaks is made again at once, but not more often in a row if that fails.
    private static final int RETRIES_MAX = 3;
    /// So many queries that have ended are remembered, for frames that arrive after their end.
    private static final int OVER_MAX = 1024;

    private final int node;
    private final ExchangeSettings settings;
    private final ControlReceiver control;
    private final Transport transport;
    private final Map<Integer, InetSocketAddress> peers = new ConcurrentHashMap<>();
    private final Map<Integer, Link> links = new HashMap<>();
    /// How often in a row a link could not be made; guarded by `links`.
    private final Map<Integer, Integer> failedLinks = new HashMap<>();
    /// Open connections that a node has made to this one.
    private final Map<Integer, Integer> connections = new HashMap<>();
    /// Nodes that have connected before; guarded by `connections`.
    private final Set<Integer> greeted = new HashSet<>();
    private final Map<StreamId.Edge, ExchangeSink> sinks = new ConcurrentHashMap<>();

    // Guarded by `routes`.
    private final Object routes = new Object();
    private final Map<StreamId.Edge, Inbox> inboxes = new HashMap<>();
    private final Set<StreamId.Edge> closedEdges = new HashSet<>();
    private final Map<StreamId.Edge, Early> early = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId.Edge, Early> eldest) {
            return size() > EARLY_MAX;
        }
    };

    private final Set<Attempt> over = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Attempt, Boolean> eldest) {
            return size() > OVER_MAX;
        }
    });

    private volatile boolean closed;

    /// An attempt of a query.
    private record Attempt(long query, int attempt) {}

    /// Who takes messages that are not pages, on an event loop: it must not wait.
    public interface ControlReceiver {
        void received(int sender, byte[] message);

        /// The connection with a node broke.
        void lost(int peer, EngineException reason);
    }

    /// What senders said before the receiving task was there: the frames of those that have finished.
    private record Early(Map<Integer, Long> finished, Set<Integer> opened, Set<Integer> broken) {}

    /// Opens the node's access to the network.
    public ExchangeEndpoint(
            int node, Transport.Factory network, ExchangeSettings settings, MemoryPool pool, ControlReceiver control) {
        this.node = node;
        this.settings = settings;
        this.control = control;
        this.transport = network.open(new Arrivals(), pool);
    }

    public int node() {
        return node;
    }

    public InetSocketAddress address() {
        return transport.address();
    }

    /// Tells where another node listens.
    public void addPeer(int peer, InetSocketAddress address) {
        peers.put(peer, address);
    }

    public void sendControl(int receiver, byte[] message) {
        if (message.length > FrameHeader.LENGTH_MAX) {
            throw new EngineException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a message of " + message.length + " bytes to node " + receiver + ", the limit is "
                            + FrameHeader.LENGTH_MAX);
        }
        MemorySegment payload = MemorySegment.ofArray(message);
        int check = FrameHeader.check(payload.asByteBuffer());
        StreamId stream = new StreamId(0, 0, 0, node, receiver);
        link(receiver).send(new FrameHeader(FrameKind.CONTROL, message.length, check, stream, 0), payload);
    }

    ExchangeSettings settings() {
        return settings;
    }

    Link link(int receiver) {
        synchronized (links) {
            Link known = links.get(receiver);
            if (known == null) {
                known = receiver == node ? transport.loopback() : transport.connect(receiver, peer(receiver));
                links.put(receiver, known);
            }
            return known;
        }
    }

    private InetSocketAddress peer(int receiver) {
        InetSocketAddress address = peers.get(receiver);
        if (address == null) {
            throw EngineException.internal("node " + node + " does not know node " + receiver);
        }
        return address;
    }

    // --- registering ---

    void register(Inbox inbox) {
        Early before;
        synchronized (routes) {
            inboxes.put(inbox.edge(), inbox);
            before = early.remove(inbox.edge());
        }
        if (before != null) {
            before.opened().forEach(inbox::opened);
            before.finished().forEach(inbox::finished);
            before.broken().forEach(sender -> inbox.senderLost(sender, lostWith(sender, null)));
        }
        // A link that broke before the inbox was known here told nobody.
        inbox.sendersNotBy(this::link).forEach(sender -> inbox.senderLost(sender, lostWith(sender, null)));
    }

    void register(StreamId.Edge edge, ExchangeSink sink) {
        sinks.put(edge, sink);
        for (OutboundStream stream : sink.streams()) {
            int receiver = stream.id().receiver();
            stream.open();
            if (!stream.uses(link(receiver))) {
                stream.fail(lostWith(receiver, null));
            }
        }
    }

    void close(Inbox inbox) {
        synchronized (routes) {
            inboxes.remove(inbox.edge());
            closedEdges.add(inbox.edge());
        }
        inbox.close();
    }

    /// Ends all that is left of an attempt of a query; what still arrives for it is dropped.
    public void forget(long query, int attempt) {
        List<Inbox> left = new ArrayList<>();
        synchronized (routes) {
            inboxes.values().removeIf(inbox -> of(inbox.edge(), query, attempt) && left.add(inbox));
            early.keySet().removeIf(edge -> of(edge, query, attempt));
            closedEdges.removeIf(edge -> of(edge, query, attempt));
            over.add(new Attempt(query, attempt));
        }
        left.forEach(Inbox::close);
        sinks.entrySet().removeIf(entry -> {
            if (!of(entry.getKey(), query, attempt)) {
                return false;
            }
            entry.getValue().streams().forEach(OutboundStream::stop);
            return true;
        });
    }

    private static boolean of(StreamId.Edge edge, long query, int attempt) {
        return edge.query() == query && edge.attempt() == attempt;
    }

    // --- what arrives ---

    /// What the network calls.
    private final class Arrivals implements Transport.Receiver {
        @Override
        public int node() {
            return node;
        }

        @Override
        public boolean knows(long peer) {
            return peer == node || (peer == (int) peer && peers.containsKey((int) peer));
        }

        @Override
        public void received(int sender, FrameHeader header, MemorySegment payload) {
            ExchangeEndpoint.this.received(sender, header, payload);
        }

        @Override
        public void greeted(int peer) {
            boolean again;
            synchronized (connections) {
                connections.merge(peer, 1, Integer::sum);
                again = !greeted.add(peer) && !closed;
            }
            if (again) {
                ExchangeEndpoint.this.lost(peer, null);
            }
        }

        @Override
        public void writable(int peer) {
            synchronized (links) {
                failedLinks.remove(peer);
            }
            streamsTo(peer).forEach(OutboundStream::resume);
        }

        @Override
        public void lost(int peer, @Nullable Link link, @Nullable Throwable cause) {
            if (closed) {
                return;
            }
            if (link == null) {
                synchronized (connections) {
                    if (connections.merge(peer, -1, Integer::sum) > 0) {
                        // It has connected again, and what was lost with this connection has failed then.
                        return;
                    }
                }
                ExchangeEndpoint.this.lost(peer, cause);
            } else {
                ExchangeEndpoint.this.lost(peer, link, cause);
            }
        }
    }

    /// `payload` is lent. Throws what makes the connection unusable.
    private void received(int sender, FrameHeader header, MemorySegment payload) {
        StreamId stream = header.stream();
        boolean back = header.kind() == FrameKind.CREDIT || header.kind() == FrameKind.STOP;
        if (sender != (back ? stream.receiver() : stream.sender())
                || node != (back ? stream.sender() : stream.receiver())) {
            throw FrameHeader.corrupt(header.kind() + " of " + stream + " from node " + sender + " to node " + node);
        }
        switch (header.kind()) {
            case HELLO -> throw FrameHeader.corrupt("a second greeting of node " + sender);
            case OPEN -> opened(stream);
            case FINISH -> finished(stream, header.argument());
            case PAGES -> inbox(stream, inbox -> inbox.pages(sender, header.argument(), payload));
            case NEED -> inbox(stream, inbox -> inbox.needed(sender, header.argument()));
            case CREDIT -> outbound(stream, out -> out.granted(header.argument()));
            case STOP -> outbound(stream, OutboundStream::stop);
            case BROKEN -> broken(stream);
            case CONTROL -> control.received(sender, payload.toArray(Lanes.BYTE));
        }
    }

    private void opened(StreamId stream) {
        Inbox inbox;
        boolean over = false;
        synchronized (routes) {
            inbox = inboxes.get(stream.edge());
            if (inbox == null) {
                over = isOver(stream.edge());
                if (!over) {
                    early(stream).opened().add(stream.sender());
                }
            }
        }
        if (inbox != null) {
            inbox.opened(stream.sender());
        } else if (over) {
            link(stream.sender()).send(FrameKind.STOP, stream, 0);
        }
    }

    private void finished(StreamId stream, long frames) {
        Inbox inbox;
        synchronized (routes) {
            inbox = inboxes.get(stream.edge());
            if (inbox == null && !isOver(stream.edge())) {
                early(stream).finished().put(stream.sender(), frames);
            }
        }
        if (inbox != null) {
            inbox.finished(stream.sender(), frames);
        }
    }

    private void broken(StreamId stream) {
        Inbox inbox;
        synchronized (routes) {
            inbox = inboxes.get(stream.edge());
            if (inbox == null && !isOver(stream.edge())) {
                early(stream).broken().add(stream.sender());
            }
        }
        if (inbox != null) {
            inbox.senderLost(stream.sender(), lostWith(stream.sender(), null));
        }
    }

    private boolean isOver(StreamId.Edge edge) {
        return closedEdges.contains(edge) || over.contains(new Attempt(edge.query(), edge.attempt()));
    }

    private Early early(StreamId stream) {
        return early.computeIfAbsent(
                stream.edge(), edge -> new Early(new HashMap<>(), new HashSet<>(), new HashSet<>()));
    }

    private void inbox(StreamId stream, Consumer<Inbox> action) {
        Inbox inbox;
        synchronized (routes) {
            inbox = inboxes.get(stream.edge());
        }
        if (inbox != null) {
            action.accept(inbox);
        }
    }

    private void outbound(StreamId stream, Consumer<OutboundStream> action) {
        ExchangeSink sink = sinks.get(stream.edge());
        if (sink != null) {
            sink.streams().stream().filter(out -> out.id().equals(stream)).forEach(action);
        }
    }

    // --- what happens to links ---

    private EngineException lostWith(int peer, @Nullable Throwable cause) {
        String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
        return new EngineException(
                ErrorCode.NODE_FAILED,
                "node " + node + " lost its connection with node " + peer + why,
                null,
                "run the statement again",
                cause);
    }

    /// A link of this node has ended: it is made again, and the other end hears what it may have missed.
    private void lost(int peer, Link link, @Nullable Throwable cause) {
        boolean again;
        synchronized (links) {
            again = links.remove(peer, link) && failedLinks.merge(peer, 1, Integer::sum) <= RETRIES_MAX;
        }
        if (again) {
            Link fresh = link(peer);
            streamsTo(peer).forEach(stream -> fresh.send(FrameKind.BROKEN, stream.id(), 0));
        }
        lost(peer, cause);
    }

    /// A connection from or to a node has ended.
    private void lost(int peer, @Nullable Throwable cause) {
        EngineException reason = lostWith(peer, cause);
        List<Inbox> receiving;
        synchronized (routes) {
            receiving = List.copyOf(inboxes.values());
        }
        receiving.forEach(inbox -> inbox.senderLost(peer, reason));
        streamsTo(peer).forEach(stream -> stream.fail(reason));
        control.lost(peer, reason);
    }

    private List<OutboundStream> streamsTo(int receiver) {
        List<OutboundStream> streams = new ArrayList<>();
        sinks.values()
                .forEach(sink -> sink.streams().stream()
                        .filter(stream -> stream.id().receiver() == receiver)
                        .forEach(streams::add));
        return streams;
    }

    /// The inboxes and streams that are here, with what they wait for; empty if there are none.
    public String describe() {
        StringBuilder text = new StringBuilder();
        synchronized (routes) {
            inboxes.values().forEach(inbox -> text.append(inbox.describe()));
            early.keySet()
                    .forEach(edge -> text.append("  early for ").append(edge).append('\n'));
        }
        sinks.values().forEach(sink -> sink.streams().forEach(stream -> text.append(stream.describe())));
        return text.isEmpty() ? "" : "node " + node + "\n" + text;
    }

    /// From now on a connection that ends is no failure: other nodes are about to close.
    public void expectClose() {
        closed = true;
    }

    /// Closes the port and all connections, and waits until they are closed; no query is running.
    @Override
    public void close() {
        closed = true;
        transport.close();
    }
}
