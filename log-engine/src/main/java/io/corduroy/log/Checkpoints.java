package io.corduroy.log;

/** What the durable checkpoints promise about segments. */
final class Checkpoints {
    private final boolean needed;

    Checkpoints(boolean needed) {
        this.needed = needed;
    }

    /** Whether recovery will not miss the segment. */
    boolean coverDeletionOf(Segment segment) {
        return !needed && segment.sealed;
    }
}
