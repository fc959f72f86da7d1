package io.colonnade.coordinator.schedule;

import java.util.List;
import java.util.Map;

/// The nodes of a database: those with data are numbered from 0, the coordinator's is one of them if it is alone and
/// the next number otherwise.
///
/// ```text
/// nodes=1   data [0]       coordinator 0
/// nodes=3   data [0 1 2]   coordinator 3
/// ```
public record Nodes(List<Integer> data, int coordinator, Map<Integer, TaskClient> clients) {
    public Nodes {
        data = List.copyOf(data);
        clients = Map.copyOf(clients);
    }

    TaskClient client(int node) {
        TaskClient client = clients.get(node);
        if (client == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return client;
    }
}
