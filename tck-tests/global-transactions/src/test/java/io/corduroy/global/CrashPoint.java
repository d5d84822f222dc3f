package io.corduroy.global;

/** Where in the two phases over a first and a second resource somebody dies. */
enum CrashPoint {
    BEFORE_FIRST_PREPARES(1, "prepare", Moment.BEFORE),
    WHILE_FIRST_PREPARES(1, "prepare", Moment.DURING),
    AFTER_FIRST_HAS_PREPARED(1, "prepare", Moment.AFTER),
    BEFORE_SECOND_PREPARES(2, "prepare", Moment.BEFORE),
    WHILE_SECOND_PREPARES(2, "prepare", Moment.DURING),
    AFTER_SECOND_HAS_PREPARED(2, "prepare", Moment.AFTER),
    /** The decision is in the transaction manager's log. */
    BEFORE_FIRST_COMMITS(1, "commit", Moment.BEFORE),
    WHILE_FIRST_COMMITS(1, "commit", Moment.DURING),
    AFTER_FIRST_HAS_COMMITTED(1, "commit", Moment.AFTER),
    BEFORE_SECOND_COMMITS(2, "commit", Moment.BEFORE),
    WHILE_SECOND_COMMITS(2, "commit", Moment.DURING),
    AFTER_SECOND_HAS_COMMITTED(2, "commit", Moment.AFTER);

    /** When, seen from a call. */
    enum Moment {
        BEFORE,
        /** At a random moment: the call may or may not have been carried out, or answered. */
        DURING,
        AFTER
    }

    /** Who dies. */
    enum Victim {
        /** The process with the transaction manager and the application. */
        MANAGER,
        /** The first resource's broker, which is started again at once. */
        BROKER,
        /** The broker, and then the manager without waiting for it. */
        BOTH
    }

    private final int resource;
    private final String method;
    private final Moment moment;

    CrashPoint(int resource, String method, Moment moment) {
        this.resource = resource;
        this.method = method;
        this.moment = moment;
    }

    /** Whether it is this call's begin, or end. */
    boolean is(int atResource, String atMethod, boolean atBegin) {
        return resource == atResource && method.equals(atMethod) && (moment == Moment.AFTER) != atBegin;
    }

    boolean isDuring() {
        return moment == Moment.DURING;
    }
}
