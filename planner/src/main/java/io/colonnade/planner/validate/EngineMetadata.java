package io.colonnade.planner.validate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandler;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/// Calcite's metadata by reflection. The few questions that our rules ask do not pay for compiling its
/// handlers, and the first query of a process would.
final class EngineMetadata extends RelMetadataQuery {
    private static final MetadataHandlerProvider HANDLERS = new Handlers();

    EngineMetadata() {
        super(HANDLERS);
    }

    /// Of an INTERSECT Calcite would find out which predicate implies which by compiling and running them.
    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode rel) {
        return rel instanceof Intersect ? RelOptPredicateList.EMPTY : super.getPulledUpPredicates(rel);
    }

    /// Handlers know nothing of a statement, and making one takes longer than asking it.
    private static final class Handlers implements MetadataHandlerProvider {
        private final MetadataHandlerProvider proxies =
                new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);
        private final Map<Class<?>, MetadataHandler<?>> made = new ConcurrentHashMap<>();

        @Override
        public <MH extends MetadataHandler<?>> MH handler(Class<MH> type) {
            return type.cast(made.computeIfAbsent(type, unmade -> proxies.handler(type)));
        }
    }
}
