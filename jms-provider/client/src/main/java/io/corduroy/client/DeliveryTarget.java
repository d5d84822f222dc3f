package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Failure;
import io.corduroy.protocol.LaneRange;
import java.util.List;

/** A consumer or browser as the loop sees it: the methods are called there and return at once. */
interface DeliveryTarget {

    /** Takes a message for the application; false if it takes no more. */
    boolean offer(Delivery delivery);

    /** Drops what the application has not seen, and tells what that is. */
    List<LaneRange> revoke();

    /** Gives up what the application has not seen, and tells what that is; nothing comes until more is wanted. */
    List<LaneRange> recall();

    /** Everything has been offered. */
    void onBrowsed();

    /** The broker has closed it. */
    void onClosed(Failure failure);
}
