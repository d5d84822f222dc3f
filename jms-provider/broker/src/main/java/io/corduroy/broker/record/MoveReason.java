package io.corduroy.broker.record;

/** Why a message goes to another queue. */
public enum MoveReason {
    /** Somebody wants it to. */
    COMMAND(0),
    /** It was delivered as often as its destination allows. */
    DELIVERIES_USED_UP(1),
    /** It expired. */
    EXPIRED(2);

    private static final MoveReason[] ALL = values();
    private final int number;

    MoveReason(int number) {
        this.number = number;
    }

    /** Its number in the log. */
    public int number() {
        return number;
    }

    /**
     * The reason of a number.
     *
     * @throws MalformedRecordException if there is none
     */
    public static MoveReason of(int number) {
        for (MoveReason each : ALL) {
            if (each.number == number) {
                return each;
            }
        }
        throw new MalformedRecordException("reason " + number + " of a move");
    }
}
