package io.colonnade.core.fragment;

/// How a task runs: none of it changes an answer.
///
/// `pageRows` is at most 4096; `threads` drivers per pipeline; `memoryBytes` is the limit of the query on a node;
/// `deadlineNanos` counts from the start of the task, 0 for none; `profile` asks for times per operator.
public record TaskSettings(int pageRows, int threads, long memoryBytes, long deadlineNanos, boolean profile) {}
