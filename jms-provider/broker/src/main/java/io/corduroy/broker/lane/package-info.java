/**
 * Lanes: which messages a destination has, in which order, and what each subscription did with them, without an object
 * per message.
 */
@NullMarked
package io.corduroy.broker.lane;

import org.jspecify.annotations.NullMarked;
