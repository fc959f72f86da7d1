package io.colonnade.exec.exchange;

import io.colonnade.exec.exchange.frame.Payload;

/// Sizes of the exchange: a frame is sent when it has `frameBytes`; a receiver of several senders reserves
/// `inboxBytes` in all, but never less than `windowBytesMin` for each sender nor more than `windowBytesMax`.
public record ExchangeSettings(long frameBytes, long inboxBytes, long windowBytesMin, long windowBytesMax) {
    public static final ExchangeSettings DEFAULT = new ExchangeSettings(64 << 10, 4 << 20, 128 << 10, 512 << 10);

    /// One frame of credit for each sender: for tests.
    public static ExchangeSettings oneFrame(long frameBytes) {
        return new ExchangeSettings(frameBytes, 0, frameBytes, frameBytes);
    }

    long windowBytes(int senders) {
        return Payload.charge(Math.clamp(inboxBytes / Math.max(1, senders), windowBytesMin, windowBytesMax));
    }
}
