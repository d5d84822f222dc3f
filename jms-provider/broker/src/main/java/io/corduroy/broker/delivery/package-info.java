/** Who gets which message when: consumers, their credit and what they hold. Volatile: it dies with the epoch. */
@NullMarked
package io.corduroy.broker.delivery;

import org.jspecify.annotations.NullMarked;
