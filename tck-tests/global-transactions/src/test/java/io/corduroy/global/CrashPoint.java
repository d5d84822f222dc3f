package io.corduroy.global;

/** Where in the two phases over a first and a second resource somebody dies. */
enum CrashPoint {
    BEFORE_FIRST_PREPARES(1, "prepare", true),
    AFTER_FIRST_HAS_PREPARED(1, "prepare", false),
    BEFORE_SECOND_PREPARES(2, "prepare", true),
    AFTER_SECOND_HAS_PREPARED(2, "prepare", false),
    /** The decision is in the transaction manager's log. */
    BEFORE_FIRST_COMMITS(1, "commit", true),
    AFTER_FIRST_HAS_COMMITTED(1, "commit", false),
    BEFORE_SECOND_COMMITS(2, "commit", true),
    AFTER_SECOND_HAS_COMMITTED(2, "commit", false);

    private final int resource;
    private final String method;
    private final boolean before;

    CrashPoint(int resource, String method, boolean before) {
        this.resource = resource;
        this.method = method;
        this.before = before;
    }

    boolean is(int atResource, String atMethod, boolean atBegin) {
        return resource == atResource && method.equals(atMethod) && before == atBegin;
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
}
