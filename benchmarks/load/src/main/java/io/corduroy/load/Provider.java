package io.corduroy.load;

import java.io.IOException;

/** A messaging provider, as the load sees it: any of Jakarta Messaging, or one with an API of its own. */
public interface Provider {

    /** Where messages are put in: one producer, for one thread. */
    interface Outlet extends AutoCloseable {
        /** Sends a letter as the workload's style says; fails for an earlier one if that was sent without waiting. */
        void send(Letter letter) throws Exception;

        /** Returns when everything is confirmed. */
        void finish() throws Exception;

        @Override
        void close() throws IOException;
    }

    /** Where messages come out: one consumer. */
    interface Inlet extends AutoCloseable {
        /** Lets them come; on any thread, one at a time. */
        void start() throws Exception;

        @Override
        void close() throws IOException;
    }

    /** Takes what comes out. */
    interface Arrivals {
        /** A message has come; {@code redelivered} if the provider says that it may have come before. */
        void arrived(Letter letter, boolean redelivered);

        /** None will come any more. */
        void failed(Exception why);
    }

    /** Connects a producer. */
    Outlet outlet(Workload workload, int number) throws Exception;

    /** Connects and subscribes a consumer. */
    Inlet inlet(Workload workload, int number, Arrivals arrivals) throws Exception;
}
