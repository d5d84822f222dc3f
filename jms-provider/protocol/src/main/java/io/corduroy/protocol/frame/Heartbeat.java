package io.corduroy.protocol.frame;

/** Says that the sender is alive when it has nothing else to say. */
public record Heartbeat() implements Frame {
    /** The only one needed. */
    public static final Heartbeat INSTANCE = new Heartbeat();

    @Override
    public int typeNumber() {
        return 1;
    }
}
