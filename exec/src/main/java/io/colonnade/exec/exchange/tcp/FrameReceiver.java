package io.colonnade.exec.exchange.tcp;

import io.colonnade.core.memory.Buffer;
import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Lanes;
import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.FrameKind;
import io.colonnade.exec.exchange.link.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The receiving half of a connection: cuts its bytes into frames, checks them and hands them to the endpoint.
///
/// The first frame must be a HELLO with the secret of the cluster, and come within {@link #GREETING_SECONDS}. Bytes
/// that are no frame, or a wrong checksum, end the connection, since what follows them cannot be trusted; the reason
/// goes to the log and to the queries that have streams on the connection.
///
/// *Memory*: a stranger gets 64 bytes, a node the room for one frame.
final class FrameReceiver extends ChannelInboundHandlerAdapter {
    private static final int NOBODY = Integer.MIN_VALUE;
    private static final int GREETING_SECONDS = 10;
    private static final System.Logger LOGGER = System.getLogger("io.colonnade");

    private final Transport.Receiver endpoint;
    private final byte[] secret;
    private final MemoryPool pool;
    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final byte[] headerBytes = new byte[FrameHeader.BYTES];
    private int headerFilled;
    private @Nullable FrameHeader header;
    private @Nullable Buffer body;
    private int bodyFilled;
    private int peer = NOBODY;
    private @Nullable Throwable cause;

    FrameReceiver(Transport.Receiver endpoint, byte[] secret, MemoryPool pool) {
        this.endpoint = endpoint;
        this.secret = secret;
        this.pool = pool;
    }

    /// Done when the connection is closed and its memory is back.
    CompletableFuture<Void> released() {
        return released;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        var unused = context.executor()
                .schedule(
                        () -> {
                            if (peer == NOBODY && context.channel().isOpen()) {
                                fail(context, FrameHeader.corrupt("no greeting in " + GREETING_SECONDS + " seconds"));
                            }
                        },
                        GREETING_SECONDS,
                        TimeUnit.SECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            while (cause == null && in.isReadable()) {
                read(in);
            }
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) {
        FrameHeader current = header;
        if (current == null) {
            int count = Math.min(in.readableBytes(), FrameHeader.BYTES - headerFilled);
            in.readBytes(headerBytes, headerFilled, count);
            headerFilled += count;
            if (headerFilled < FrameHeader.BYTES) {
                return;
            }
            current = FrameHeader.read(headerBytes);
            if (peer == NOBODY && current.kind() != FrameKind.HELLO) {
                throw FrameHeader.corrupt("no greeting");
            }
            header = current;
            bodyFilled = 0;
            room(current.length());
        }
        int count = Math.min(in.readableBytes(), current.length() - bodyFilled);
        if (count > 0 && body != null) {
            in.readBytes(body.segment().asSlice(bodyFilled, count).asByteBuffer());
            bodyFilled += count;
        }
        if (bodyFilled == current.length()) {
            header = null;
            headerFilled = 0;
            complete(current, body == null ? MemorySegment.NULL : body.segment().asSlice(0, current.length()));
        }
    }

    /// One frame at a time is collected here, in memory of the node.
    private void room(int bytes) {
        if (bytes > 0 && (body == null || body.bytes() < bytes)) {
            if (body != null) {
                body.close();
                body = null;
            }
            body = pool.allocate(peer == NOBODY ? bytes : Math.max(bytes, 64 * 1024));
        }
    }

    private void complete(FrameHeader frame, MemorySegment payload) {
        if (FrameHeader.check(payload.asByteBuffer()) != frame.check()) {
            throw FrameHeader.corrupt("a frame with a wrong checksum");
        }
        if (peer == NOBODY) {
            byte[] given = payload.toArray(Lanes.BYTE);
            if (!MessageDigest.isEqual(given, secret)) {
                throw FrameHeader.corrupt("a greeting with another secret");
            }
            if (!endpoint.knows(frame.argument())) {
                throw FrameHeader.corrupt("a greeting of node " + frame.argument() + ", which nobody knows");
            }
            peer = (int) frame.argument();
            endpoint.greeted(peer);
        } else {
            endpoint.received(peer, frame, payload);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
        fail(context, error);
    }

    private void fail(ChannelHandlerContext context, Throwable error) {
        if (cause == null) {
            cause = error;
            LOGGER.log(
                    System.Logger.Level.WARNING,
                    "node " + endpoint.node() + " closes its connection with " + describe(context) + ": "
                            + error.getMessage());
        }
        context.close();
    }

    private String describe(ChannelHandlerContext context) {
        String address = String.valueOf(context.channel().remoteAddress());
        return peer == NOBODY ? "a stranger at " + address : "node " + peer + " at " + address;
    }

    /// What ended the connection from this side; null if the other side did.
    @Nullable
    Throwable cause() {
        return cause;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (cause == null && (headerFilled > 0 || header != null)) {
            fail(context, FrameHeader.corrupt("half a frame"));
        }
        if (peer != NOBODY) {
            endpoint.lost(peer, null, cause);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (body != null) {
            body.close();
            body = null;
        }
        released.complete(null);
    }
}
