package io.corduroy.client.engine;

/** The value of a request that yields nothing but the fact that it is done. */
public enum Nothing {
    /** The only value. */
    NOTHING
}
