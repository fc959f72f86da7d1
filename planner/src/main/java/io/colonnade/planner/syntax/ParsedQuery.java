package io.colonnade.planner.syntax;

import io.colonnade.planner.statement.QueryBody;
import org.apache.calcite.sql.SqlNode;

/// The syntax tree of a query. Validation writes into the tree, so each use takes a copy of its own.
public final class ParsedQuery implements QueryBody {
    private final SqlNode node;

    /// @throws io.colonnade.core.error.EngineException 54001 if it is nested too deeply ({@link SyntaxDepth})
    public ParsedQuery(SqlNode node) {
        SyntaxDepth.check(node);
        this.node = node;
    }

    /// A copy that may be changed.
    public SqlNode copy() {
        return SyntaxCopy.of(node);
    }

    /// The tree itself, only to be looked at.
    public SqlNode shared() {
        return node;
    }
}
