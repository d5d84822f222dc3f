package io.corduroy.broker.record;

/** How long the record of a retained entry is, with its pieces. */
public record RetainedLength(int lane, long sequence, long lengthBytes) {}
