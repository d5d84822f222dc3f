package io.corduroy.log;

/** Says why bytes are not the batch that was looked for; whether that is an end, a tear or damage is for the reader of the log to decide. */
final class BadBatch extends Exception {
    final String found;
    final String expected;

    BadBatch(String found, String expected) {
        super(found + ", expected " + expected, null, false, false); // no stack trace: every log ends in one of these
        this.found = found;
        this.expected = expected;
    }
}
