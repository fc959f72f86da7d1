package io.colonnade.core.plan;

import io.colonnade.core.type.Type;
import java.util.List;

/// A node of a physical plan. Its columns are numbered from 0 and have no names.
///
/// ```text
/// TopNNode
///   AggregateNode                     SELECT c_city, SUM(lo_revenue) ... GROUP BY c_city ... LIMIT 10
///     JoinNode  probe | build
///       ScanNode lineorder  <- runtime filter 0
///       ScanNode customer   -> builds it
/// ```
///
/// `id` is unique within a query; estimates, actual figures and runtime filters speak of nodes by it.
public sealed interface PlanNode
        permits ScanNode,
                FileScanNode,
                SystemScanNode,
                ValuesNode,
                RemoteSourceNode,
                KeptRowsNode,
                FilterNode,
                ProjectNode,
                JoinNode,
                AggregateNode,
                WindowNode,
                SortNode,
                TopNNode,
                LimitNode,
                UnionAllNode,
                GroupingSetsNode,
                GroupTopNode,
                DeleteNode,
                IdentityNode,
                TableWriteNode,
                KeepNode {
    int id();

    /// The nodes it reads, in order; for a join the probe side first.
    List<PlanNode> inputs();

    /// The types of the columns it produces.
    List<Type> outputTypes();
}
