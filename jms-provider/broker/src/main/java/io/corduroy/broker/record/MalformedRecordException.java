package io.corduroy.broker.record;

/** A record whose batch is right (its checksum was) and that nevertheless says nothing we know. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says what was found. */
    public MalformedRecordException(String found) {
        super(found);
    }
}
