package io.corduroy.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;

/** Who conducts a run: has started the driver, holds the server, and does what the driver cannot do itself. */
public interface Conductor {

    /** What a driver asks for, and waits for. */
    enum Request {
        /** What to do next; the answer is {@code run} and options beside those of the command line. A driver is ended by its conductor. */
        NEXT,
        /** To take down what both processes have used: all before was warm-up, from now on it counts. */
        BEGIN,
        /** The same at the end: everything that counts has come, or is given up. */
        END,
        /** To start the server; the answer is when that was, by {@link System#nanoTime()}. */
        START_SERVER,
        /** To kill the server with −9 and to start it again on what it has left. */
        RESTART_SERVER,
        /** To make the operating system forget what it holds of files; the answer is {@code false} where that is not permitted. */
        DROP_CACHES;

        private static final String PREFIX = "ask ";

        /** Whether a line is this request. */
        public boolean isLine(String line) {
            return line.equals(PREFIX + name());
        }
    }

    /** Returns once it is done; with the answer, empty if there is none. */
    String ask(Request request) throws IOException;

    /** Asks on standard output, and has the answer on standard input: a line each. */
    static Conductor over(PrintStream out, BufferedReader in) {
        return request -> {
            out.println(Request.PREFIX + request);
            String answer = in.readLine();
            if (answer == null) {
                throw new IOException("nobody answers " + request);
            }
            return answer;
        };
    }
}
