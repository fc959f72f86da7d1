package io.colonnade.exec.exchange.tcp;

import io.colonnade.core.error.EngineException;
import io.colonnade.core.error.ErrorCode;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.frame.StreamId;
import io.colonnade.exec.exchange.link.Link;
import io.colonnade.exec.exchange.link.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// TCP on the loopback interface for one endpoint. All endpoints of the process share the event loops, daemon threads
/// that live as long as it does.
public final class NettyTransport implements Transport {
    private final Receiver endpoint;
    private final byte[] secret;
    private final MemoryPool pool;
    private final Channel server;
    private final EventLoop loop;
    private final Set<Channel> channels = new HashSet<>();
    private final List<CompletableFuture<?>> receivers = new ArrayList<>();
    private boolean closed;

    /// Begins when the first endpoint is opened.
    private static final class Loops {
        static final AtomicInteger NUMBER = new AtomicInteger();
        static final EventLoopGroup GROUP = new MultiThreadIoEventLoopGroup(
                Runtime.getRuntime().availableProcessors() >= 8 ? 2 : 1,
                work -> {
                    Thread thread = new Thread(work, "colonnade-network-" + NUMBER.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                },
                NioIoHandler.newFactory());
    }

    /// Opens a port on the loopback interface for each endpoint. Nodes that do not know `secret` are refused.
    public static Factory knowing(byte[] secret) {
        byte[] own = secret.clone();
        return (receiver, pool) -> new NettyTransport(receiver, own, pool);
    }

    private NettyTransport(Receiver endpoint, byte[] secret, MemoryPool pool) {
        this.endpoint = endpoint;
        this.secret = secret;
        this.pool = pool;
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(Loops.GROUP)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel);
                    }
                });
        ChannelFuture bound = bootstrap
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new EngineException(
                    ErrorCode.NODE_FAILED,
                    "node " + endpoint.node() + " cannot open a port: " + bound.cause(),
                    bound.cause());
        }
        this.server = bound.channel();
        this.loop = Loops.GROUP.next();
    }

    @Override
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    private void accept(Channel channel) {
        FrameReceiver receiver = new FrameReceiver(endpoint, secret, pool);
        synchronized (this) {
            if (closed) {
                channel.close();
                return;
            }
            channels.add(channel);
            receivers.add(receiver.released());
        }
        channel.closeFuture().addListener(future -> forget(channel, receiver.released()));
        channel.pipeline().addLast(receiver);
    }

    private synchronized void forget(Channel channel, @Nullable CompletableFuture<?> receiver) {
        channels.remove(channel);
        if (receiver != null && receiver.isDone()) {
            receivers.remove(receiver);
        }
    }

    @Override
    public Link connect(int peer, InetSocketAddress address) {
        TcpLink link = new TcpLink(endpoint, peer);
        Bootstrap bootstrap = new Bootstrap()
                .group(Loops.GROUP)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(link.handler());
        StreamId greeting = new StreamId(0, 0, 0, endpoint.node(), peer);
        MemorySegment payload = MemorySegment.ofArray(secret);
        FrameHeader hello = new FrameHeader(
                FrameKind.HELLO, secret.length, FrameHeader.check(payload.asByteBuffer()), greeting, endpoint.node());
        link.send(hello, payload);
        bootstrap.connect(address).addListener((ChannelFuture future) -> {
            if (!future.isSuccess()) {
                link.broken(future.cause());
                return;
            }
            synchronized (this) {
                if (closed) {
                    future.channel().close();
                    return;
                }
                channels.add(future.channel());
            }
            future.channel().closeFuture().addListener(closing -> forget(future.channel(), null));
            link.connected(future.channel());
        });
        return link;
    }

    @Override
    public Link loopback() {
        return new Link() {
            @Override
            public void send(FrameHeader header, @Nullable MemorySegment payload) {
                byte[] copy = payload == null ? new byte[0] : payload.toArray(Lanes.BYTE);
                loop.execute(() -> {
                    try {
                        endpoint.received(endpoint.node(), header, MemorySegment.ofArray(copy));
                    } catch (RuntimeException e) {
                        endpoint.lost(endpoint.node(), null, e);
                    }
                });
            }

            @Override
            public boolean isWritable() {
                return true;
            }

            @Override
            public void cut() {
                endpoint.lost(endpoint.node(), this, null);
            }
        };
    }

    @Override
    public void close() {
        List<Channel> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(channels);
        }
        server.close().awaitUninterruptibly();
        open.forEach(channel -> channel.close().awaitUninterruptibly());
        List<CompletableFuture<?>> waiting;
        synchronized (this) {
            waiting = List.copyOf(receivers);
        }
        waiting.forEach(CompletableFuture::join);
    }
}
