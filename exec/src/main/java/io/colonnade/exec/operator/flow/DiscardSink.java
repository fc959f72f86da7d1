package io.colonnade.exec.operator.flow;

import io.colonnade.core.page.Page;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Sink;

/// The end of a plan whose rows nobody wants, since what matters was noted on the way.
public final class DiscardSink implements Sink {
    @Override
    public Local local(DriverContext driver) {
        return new Nobody();
    }

    /// Takes pages and forgets them.
    private static final class Nobody implements Local {
        @Override
        public void accept(Page page) {}
    }
}
