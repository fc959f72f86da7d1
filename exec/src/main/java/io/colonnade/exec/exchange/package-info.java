/// Pages between nodes: what a task sends to the tasks of another fragment, as checksummed bytes over one TCP
/// connection per pair of nodes and direction, all queries multiplexed.
///
/// ```text
/// node 1                                                      node 2
/// ExchangeSink.Local --PageWriter--> OutboundStream ==Link==> Receiver --> Inbox --PageReader--> ExchangeSource
///      blocked() until frames are gone      <==== CREDIT (memory already reserved) ====
/// ```
///
/// In: {@link io.colonnade.core.page.Page}s of a task's root. Out: the same rows, in pages, on the nodes that
/// {@link io.colonnade.core.fragment.Output} names. Read {@link io.colonnade.exec.exchange.ExchangeEndpoint} first,
/// then {@link io.colonnade.exec.exchange.QueryExchange}.
///
/// The bytes of frames are those of {@link io.colonnade.exec.exchange.frame}.
///
/// **Credit** is counted in bytes of payload, each frame rounded up to 64: a receiver grants what it has reserved
/// from the query's memory, and again what it has consumed. A frame larger than the first grant is announced by NEED
/// and gets a grant of its own. Only PAGES need credit.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.exchange;
