/**
 * What is folded from a partition's log: clients, producers, destinations, subscriptions, transactions and who still
 * has to consume what. Applying a record is deterministic and cannot refuse.
 */
@NullMarked
package io.corduroy.broker.state;

import org.jspecify.annotations.NullMarked;
