package io.colonnade.planner.validate;

import org.apache.calcite.rel.metadata.DefaultRelMetadataProvider;
import org.apache.calcite.rel.metadata.MetadataHandlerProvider;
import org.apache.calcite.rel.metadata.ProxyingMetadataHandlerProvider;
import org.apache.calcite.rel.metadata.RelMetadataQuery;

/// Calcite's metadata by reflection. The few questions that our rules ask do not pay for compiling its handlers, and
/// the first query of a process would.
final class EngineMetadata extends RelMetadataQuery {
    private static final MetadataHandlerProvider HANDLERS =
            new ProxyingMetadataHandlerProvider(DefaultRelMetadataProvider.INSTANCE);

    EngineMetadata() {
        super(HANDLERS);
    }
}
