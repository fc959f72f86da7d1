package io.colonnade.exec.exchange;

import io.colonnade.exec.exchange.frame.FrameHeader;
import io.colonnade.exec.exchange.frame.Payload;

/// Sizes of the exchange: a frame is sent when it has `frameBytes`; a receiver of several senders reserves
/// `inboxBytes` in all, but never less than `windowBytesMin` for each sender nor more than `windowBytesMax`.
///
/// A query with little memory gives each of its inboxes at most a part of it, and sends smaller frames: a
/// frame that is larger than its window goes alone, with memory of its own.
public record ExchangeSettings(long frameBytes, long inboxBytes, long windowBytesMin, long windowBytesMax) {
    private static final int INBOX_PART = 16;
    private static final int FRAME_PART = 64;
    private static final long SMALLEST_BYTES = 4 << 10;

    public static final ExchangeSettings DEFAULT = new ExchangeSettings(64 << 10, 4 << 20, 128 << 10, 512 << 10);

    /// One frame of credit for each sender: for tests.
    public static ExchangeSettings oneFrame(long frameBytes) {
        return new ExchangeSettings(frameBytes, 0, frameBytes, frameBytes);
    }

    /// What one of so many senders may have on its way in a query that has `budgetBytes`.
    long windowBytes(int senders, long budgetBytes) {
        int count = Math.max(1, senders);
        long wanted = Math.clamp(inboxBytes / count, windowBytesMin, windowBytesMax);
        return Payload.charge(Math.min(wanted, Math.max(SMALLEST_BYTES, budgetBytes / INBOX_PART / count)));
    }

    /// The most that a frame of several rows has in a query that has `budgetBytes`.
    long frameBytesMax(long budgetBytes) {
        return Math.clamp(budgetBytes / FRAME_PART, 2 * frameBytes(budgetBytes), FrameHeader.LENGTH_MAX);
    }

    /// When a frame is sent in a query that has `budgetBytes`.
    long frameBytes(long budgetBytes) {
        return Math.min(frameBytes, Math.max(SMALLEST_BYTES, budgetBytes / FRAME_PART));
    }
}
