package io.colonnade.exec.exchange.tcp;

import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.link.Link;
import io.colonnade.exec.exchange.link.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sending half of a connection to another node.
///
/// Frames are copied to the connection's buffers, of which there are never much more than Netty's high-water mark:
/// PAGES wait while it is exceeded.
final class TcpLink implements Link {
    private final Transport.Receiver endpoint;
    private final int peer;
    private final List<ByteBuf> waiting = new ArrayList<>();
    private @Nullable Channel channel;
    private boolean broken;

    TcpLink(Transport.Receiver endpoint, int peer) {
        this.endpoint = endpoint;
        this.peer = peer;
    }

    @Override
    public synchronized void send(FrameHeader header, @Nullable MemorySegment payload) {
        if (broken) {
            return;
        }
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(FrameHeader.BYTES + header.length());
        bytes.writeBytes(header.toBytes());
        if (payload != null) {
            bytes.writeBytes(payload.asByteBuffer());
        }
        Channel open = channel;
        if (open == null) {
            waiting.add(bytes);
        } else {
            // What other threads have sent waits as tasks of the event loop; on the loop itself a write would overtake
            // it.
            if (open.eventLoop().inEventLoop()) {
                open.eventLoop().execute(() -> open.writeAndFlush(bytes, open.voidPromise()));
            } else {
                open.writeAndFlush(bytes, open.voidPromise());
            }
        }
    }

    @Override
    public synchronized boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    @Override
    public synchronized void cut() {
        if (channel != null) {
            channel.close();
        }
    }

    void connected(Channel connected) {
        synchronized (this) {
            channel = connected;
            waiting.forEach(connected::write);
            waiting.clear();
            connected.flush();
        }
        endpoint.writable(peer);
    }

    void broken(@Nullable Throwable cause) {
        synchronized (this) {
            if (broken) {
                return;
            }
            broken = true;
            channel = null;
            waiting.forEach(ByteBuf::release);
            waiting.clear();
        }
        endpoint.lost(peer, this, cause);
    }

    /// Notices when the connection takes frames again, and when it ends. The other node sends nothing on it.
    ChannelHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            private @Nullable Throwable cause;

            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                // Later, because this may be called in the middle of a send, under its locks.
                if (context.channel().isWritable()) {
                    context.executor().execute(() -> endpoint.writable(peer));
                }
            }

            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                ((ByteBuf) message).release();
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
                cause = error;
                context.close();
            }

            @Override
            public void channelInactive(ChannelHandlerContext context) {
                broken(cause);
            }
        };
    }
}
