package io.colonnade.exec.exchange;

import io.colonnade.core.page.Page;
import io.colonnade.core.plan.RemoteSourceNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Figures;
import io.colonnade.exec.task.Source;
import io.colonnade.exec.task.Step;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The pages that another fragment's tasks send to this one, in the order in which they arrive, or merged.
final class ExchangeSource implements Source {
    private final RemoteSourceNode node;
    private final Inbox inbox;
    private final Runnable onClose;

    ExchangeSource(RemoteSourceNode node, Inbox inbox, Runnable onClose) {
        this.node = node;
        this.inbox = inbox;
        this.onClose = onClose;
    }

    @Override
    public int driversMax() {
        // The rows of a single sender may be in order.
        return node.mergeKeys().isEmpty() && inbox.inbounds().size() > 1 ? Integer.MAX_VALUE : 1;
    }

    @Override
    public Reader reader(DriverContext driver) {
        Figures figures = driver.figures(node.id());
        return node.mergeKeys().isEmpty()
                ? new ArrivalReader(inbox, figures)
                : new MergeReader(inbox, node, driver.task().settings().pageRows(), driver.memory(), figures);
    }

    @Override
    public void stop() {
        inbox.stop();
    }

    @Override
    public void close() {
        onClose.run();
    }

    /// Takes frames as they come.
    private static final class ArrivalReader implements Reader {
        private final Inbox inbox;
        private final Figures figures;
        private Inbox.@Nullable Delivery current;
        private int next;

        ArrivalReader(Inbox inbox, Figures figures) {
            this.inbox = inbox;
            this.figures = figures;
        }

        @Override
        public Step next(Downstream downstream) {
            Inbox.Delivery delivery = current;
            if (delivery != null && next == delivery.pages().size()) {
                close();
                delivery = null;
            }
            if (delivery == null) {
                delivery = inbox.poll();
                if (delivery == null) {
                    CompletableFuture<?> until = inbox.arrival(null);
                    if (until != null) {
                        return new Step.Blocked(until);
                    }
                    return inbox.isFinished() ? Step.FINISHED : Step.MORE;
                }
                current = delivery;
                next = 0;
                figures.bytes += delivery.frame().length();
            }
            while (next < delivery.pages().size()) {
                Page page = delivery.pages().get(next++);
                downstream.accept(page);
                if (!downstream.wantsMore()) {
                    break;
                }
            }
            // The last page stays readable while an operator is in the middle of it; else its memory is wanted back.
            if (next == delivery.pages().size() && downstream.wantsMore()) {
                close();
            }
            return Step.MORE;
        }

        @Override
        public void close() {
            if (current != null) {
                current.frame().release();
                current = null;
            }
        }
    }
}
