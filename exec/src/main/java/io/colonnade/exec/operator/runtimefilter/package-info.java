/// What a join tells the scans on its probe side about its keys. The keys of a build side come in; the positions of
/// rows that may have a partner go out. Read {@link io.colonnade.exec.operator.runtimefilter.RuntimeFilter} first.
@org.jspecify.annotations.NullMarked
package io.colonnade.exec.operator.runtimefilter;
