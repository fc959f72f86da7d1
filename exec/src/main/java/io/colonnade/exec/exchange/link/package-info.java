/// What the exchange needs of a network, whatever carries it: a real one is in `exec.exchange.tcp`, a simulated one in
/// the tests of the coordinator.
///
/// In: frames for other nodes. Out: frames of other nodes, and the news that one is lost. Read
/// {@link io.colonnade.exec.exchange.link.Transport} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.exchange.link;
