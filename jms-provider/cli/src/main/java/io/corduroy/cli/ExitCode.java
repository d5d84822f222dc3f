package io.corduroy.cli;

/** What the command's exit status means; documented in its help, so scripts may rely on it. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOT_FOUND = 3;
    static final int CONFLICT = 4;
    static final int UNREACHABLE = 5;
    static final int DAMAGED = 6;

    private ExitCode() {}
}
