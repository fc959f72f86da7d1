package io.colonnade.exec.operator.join;

import io.colonnade.core.page.Page;
import io.colonnade.core.plan.JoinNode;
import io.colonnade.exec.task.Downstream;
import io.colonnade.exec.task.DriverContext;
import io.colonnade.exec.task.Operator;

/// Joins probe pages with a finished build side.
///
/// ```text
/// the build side is in memory    pages are joined as they come: JoinMatcher
/// it was spilled                 rows that may have a partner are set aside, the rest is answered: SpillingProbe
/// ```
///
/// *Thread safety*: one per driver.
public final class JoinProbe implements Operator {
    private final JoinBuild build;
    private final JoinMatcher matcher;

    /// `keyFiltered`: the scan drops all rows that the (only) key's runtime filter drops, if there is one.
    public static Factory factory(JoinNode node, JoinBuild build, boolean keyFiltered) {
        return driver -> {
            SpilledJoin spilled = build.spilled();
            return spilled == null
                    ? new JoinProbe(node, build, keyFiltered, driver)
                    : new SpillingProbe(node, build, spilled, driver);
        };
    }

    private JoinProbe(JoinNode node, JoinBuild build, boolean keyFiltered, DriverContext driver) {
        this.build = build;
        this.matcher = new JoinMatcher(node, build.table(), keyFiltered, driver);
    }

    @Override
    public boolean wantsMore() {
        return build.canMatter();
    }

    @Override
    public void accept(Page page, Downstream downstream) {
        if (wantsMore()) {
            matcher.join(page, downstream);
        }
    }

    @Override
    public boolean hasMore() {
        return matcher.hasMore();
    }

    @Override
    public void resume(Downstream downstream) {
        matcher.resume(downstream);
    }

    @Override
    public void close() {
        matcher.close();
    }
}
