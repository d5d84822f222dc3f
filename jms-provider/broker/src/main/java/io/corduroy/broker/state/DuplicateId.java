package io.corduroy.broker.state;

/**
 * What an application has named a message, as 128 bits of it, so that long names cost no more than short ones. Who wants to
 * make two names that are the same here could as well use one name twice: nothing cryptographic is needed.
 */
public record DuplicateId(long high, long low) {
    private static final long HIGH_SEED = 0x9e3779b97f4a7c15L;
    private static final long LOW_SEED = 0xd1b54a32d192ed03L;

    /** The identifier of a name. */
    public static DuplicateId of(String name) {
        long high = HIGH_SEED ^ name.length();
        long low = LOW_SEED + name.length();
        for (int i = 0; i < name.length(); i++) {
            char next = name.charAt(i);
            high = mixed(high + next * LOW_SEED);
            low = mixed((low ^ next) + HIGH_SEED);
        }
        return new DuplicateId(high, low);
    }

    /** Each bit of the result depends on each bit of the value, and no two values have the same (splitmix64). */
    private static long mixed(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
