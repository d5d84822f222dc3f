package io.corduroy.broker.delivery;

import io.corduroy.protocol.ClientInstanceId;

/**
 * A client's session, for ever: what one of its consumers has seen another one may go on with, since a session sees one
 * message after the other.
 */
public record SessionName(ClientInstanceId client, int number) implements Holder {
    @Override
    public boolean isFollowedBy(Consumer consumer) {
        return equals(consumer.sessionName());
    }
}
