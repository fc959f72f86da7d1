/// The exchange's network over TCP: Netty, event loops, bytes cut into frames.
///
/// In: frames to send. Out: frames that arrived whole and with the right checksum. Read
/// {@link io.colonnade.exec.exchange.tcp.NettyTransport} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.exchange.tcp;
