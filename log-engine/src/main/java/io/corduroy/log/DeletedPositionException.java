package io.corduroy.log;

/** The position lies in a segment that was deleted because nothing in it was live. */
public final class DeletedPositionException extends RuntimeException {
    DeletedPositionException(long position) {
        super("position " + position + " was deleted: its segment held nothing live");
    }
}
