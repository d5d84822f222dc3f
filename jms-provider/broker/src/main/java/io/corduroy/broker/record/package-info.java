/**
 * The facts that a partition's log holds, as bytes.
 *
 * <p>A record is a type byte and fields. {@code v} is an unsigned varint (7 bits per byte, lowest first), {@code z} a
 * zigzag varint, {@code s} a string ({@code v} length in bytes, UTF-8), {@code 8} eight bytes, big-endian.
 *
 * <pre>
 *  1 MESSAGE               flags:1  destination:v  producer:v  sequence:v  timestamp:z (minus the batch's)
 *                          [transaction:v] [extras:v [timeToLive:v] [deliveryDelay:v] [group:s] [pieces:v]]
 *                          message bytes to the end
 *                          flags: bits 0-3 priority, 4 persistent, 5 has transaction, 6 has extras,
 *                                 7 may have been delivered in an earlier epoch that did not keep it
 *                          extras: bit 0 time to live, 1 delivery delay, 2 group, 3 pieces, 4 the message has a duplicate id
 *  2 PIECE                 producer:v  sequence:v (of the MESSAGE that follows)  piece:v (0, 1, 2 …)  bytes to the end
 *  3 PARTITION_CREATED     logId:8
 *  4 EPOCH_STARTED         epoch:v
 *  5 CLIENT_ATTACHED       instance:8 8  resumable:v  clientId:s
 *  6 CLIENT_DETACHED       client:v
 *  7 PRODUCER_OPENED       client:v  session:v
 *  8 SESSION_CLOSED        client:v  session:v
 *  9 DESTINATION_CREATED   kind:v  name:s  owner:v (client number, 0 none)  [settings]
 * 10 DESTINATION_ALTERED   destination:v  settings (those that change)
 * 11 DESTINATION_DELETED   destination:v
 * 12 SUBSCRIPTION_CREATED  destination:v  kind:v  clientId:s  name:s  noLocal:v  selector:s
 * 13 SUBSCRIPTION_DELETED  subscription:v
 * 14 DISPATCH_MARK         subscription:v  lane:v  sequence:v
 * 15 ACKNOWLEDGED          subscription:v  transaction:v (0 none)  ranges
 * 16 RELEASED              subscription:v  dueTime:v (0 at once)  ranges
 * 17 DUE                   time:v  atMost:v
 * 18 MOVED                 reason:v (0 command, 1 deliveries used up, 2 expired)  subscription:v  kind:v  name:s  ranges
 * 19 REMOVED               subscription:v  reason:v  ranges
 * 20 TRANSACTION_BEGUN     transaction:v  client:v  session:v  number:v
 * 21 TRANSACTION_PREPARED  transaction:v  decider:v (0 this partition)  others:v { partition:v } (if this one decides)
 * 22 TRANSACTION_COMMITTED transaction:v
 * 23 TRANSACTION_ABORTED   transaction:v
 * 24 RELOCATED             holder:v  owner:v  part:v  item:v  baseShift:z (ms, added to the batch's base timestamp)
 *                          a MESSAGE or PIECE record to the end, as it stood where it was
 *                          holder: 0 entry (destination, lane, sequence), 1 pending send (transaction, 0, place),
 *                          2 piece (producer, piece, sequence),
 *                          3 not due (destination, lane, position + record index where it was)
 * 25 TRANSACTIONS_FORGOTTEN count:v { transaction:v } (commits decided here that all others have confirmed)
 * 26 TRANSACTION_DENIED    instance:8 8  session:v  number:v (never to be committed here)
 * 27 PIECES_DROPPED        producer:v  sequence:v
 * 28 LET_GO                destination:v  count:v { lane:v  sequence:v } (entries below are retained no more)
 * 29 MEASURED              destination:v  count:v { lane:v  sequence:v  length:v } (of retained entries that came without)
 * 30 BRANCH_PREPARED       transaction:v  time:v (ms since 1970)  others:v { partition:v }  branch
 * 31 BRANCH_DECIDED        state:v (2 committed, 3 rolled back, 4 and 5 the same by an operator)
 *                          transaction:v (0, or the one that is committed without having been prepared)  branch
 * 32 BRANCH_FORGOTTEN      branch
 *
 *  ranges                  count:v  { lane:v  first:v  length:v }
 *  settings                count:v  { key:s  value:s }
 *  branch                  format:z  length:v  global transaction  length:v  branch qualifier (X/Open XID)
 * </pre>
 *
 * <p>Numbers of clients, producers, destinations and subscriptions are given by the state machine when it applies the
 * record that creates them: 1, 2, 3 …, never used twice.
 */
@NullMarked
package io.corduroy.broker.record;

import org.jspecify.annotations.NullMarked;
