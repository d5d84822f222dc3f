package io.corduroy.log;

import java.io.IOException;

/** Bytes on the disk are not what was once made durable there. Nothing was changed: what is left is evidence. */
public final class CorruptLogException extends IOException {
    private final String file;
    private final long position;

    CorruptLogException(String file, long position, String found, String expected, String nextStep) {
        super(file + ", position " + position + ": found " + found + ", expected " + expected + "; " + nextStep);
        this.file = file;
        this.position = position;
    }

    /** Name of the damaged or missing file in the log's directory. */
    public String file() {
        return file;
    }

    /** Position in the log of the first byte that cannot be used. */
    public long position() {
        return position;
    }
}
