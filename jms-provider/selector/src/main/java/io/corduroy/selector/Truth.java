package io.corduroy.selector;

/** The three truth values of SQL-92 and their tables (3.8.1.2). */
enum Truth {
    TRUE,
    FALSE,
    UNKNOWN;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Table 3-6. */
    Truth not() {
        if (this == UNKNOWN) {
            return UNKNOWN;
        }
        return this == TRUE ? FALSE : TRUE;
    }

    /** Table 3-4. */
    Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
    }

    /** Table 3-5. */
    Truth or(Truth other) {
        if (this == TRUE || other == TRUE) {
            return TRUE;
        }
        return this == UNKNOWN || other == UNKNOWN ? UNKNOWN : FALSE;
    }
}
