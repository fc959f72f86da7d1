package io.colonnade.exec.exchange;

import io.colonnade.core.memory.MemoryPool;
import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.exec.merge.RowMerge;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Merges the sorted streams of several senders into one.
final class MergeReader implements Source.Reader {
    private final Inbox inbox;
    private final RowMerge merge;
    private final List<Head> heads = new ArrayList<>();
    private final int pageRows;
    private final Figures figures;

    MergeReader(Inbox inbox, RemoteSourceNode node, int pageRows, MemoryPool pool, Figures figures) {
        this.inbox = inbox;
        this.pageRows = pageRows;
        this.figures = figures;
        inbox.inbounds().forEach(stream -> heads.add(new Head(stream)));
        this.merge = new RowMerge(node.outputTypes(), node.mergeKeys(), heads.size(), pool);
    }

    /// The frame of one stream whose pages are being merged.
    private static final class Head {
        final Inbox.Inbound stream;
        Inbox.@Nullable Delivery delivery;
        int pageNumber;

        Head(Inbox.Inbound stream) {
            this.stream = stream;
        }

        /// The page behind the last one in this frame, null if there is none.
        @Nullable
        Page nextPage() {
            return delivery == null || ++pageNumber == delivery.pages().size()
                    ? null
                    : delivery.pages().get(pageNumber);
        }

        void release() {
            if (delivery != null) {
                delivery.frame().release();
                delivery = null;
            }
        }
    }

    @Override
    public Step next(Downstream downstream) {
        int pages = 0;
        do {
            for (int stream = merge.wanting(); stream >= 0; stream = merge.wanting()) {
                CompletableFuture<?> until = advance(stream);
                if (until != null) {
                    return new Step.Blocked(until);
                }
            }
            if (merge.isFinished()) {
                return Step.FINISHED;
            }
            downstream.accept(merge.next(pageRows));
        } while (downstream.wantsMore() && ++pages < Page.BLOCK_ROWS / Page.ROWS_MAX);
        return Step.MORE;
    }

    /// Shows the next page of a stream or ends it; not null if the page has not arrived.
    private @Nullable CompletableFuture<?> advance(int stream) {
        Head head = heads.get(stream);
        Page page = head.nextPage();
        if (page != null) {
            merge.show(stream, page);
            return null;
        }
        head.release();
        while (true) {
            Inbox.Delivery arrived = inbox.poll(head.stream);
            if (arrived != null) {
                figures.bytes += arrived.frame().length();
                head.delivery = arrived;
                head.pageNumber = 0;
                merge.show(stream, arrived.pages().getFirst());
                return null;
            }
            CompletableFuture<?> until = inbox.arrival(head.stream);
            if (until != null) {
                return until;
            }
            if (inbox.isFinished(head.stream)) {
                merge.end(stream);
                return null;
            }
        }
    }

    @Override
    public void close() {
        heads.forEach(Head::release);
        merge.close();
    }
}
