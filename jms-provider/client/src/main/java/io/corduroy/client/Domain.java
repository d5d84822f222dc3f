package io.corduroy.client;

import jakarta.jms.IllegalStateException;

/** Which of the former two domains a session was made for; each may do its own only (Jakarta Messaging 3.1, table 6-2). */
enum Domain {
    ANY,
    QUEUES,
    TOPICS;

    void require(Domain allowed, String what) throws IllegalStateException {
        if (this != ANY && this != allowed) {
            throw new IllegalStateException((this == QUEUES ? "a QueueSession" : "a TopicSession") + " cannot " + what);
        }
    }
}
