package io.corduroy.simulation.application;

/** Who decides about an application's work. */
enum Profession {
    /** It does so itself. */
    ORDINARY,
    /** Its transaction manager. */
    GLOBAL,
    /** It has none, and decides about others'. */
    OPERATOR
}
