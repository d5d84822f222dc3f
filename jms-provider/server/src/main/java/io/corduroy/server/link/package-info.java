/** Clients at the door: what they may say in which order, and whose reading stops when a partition is full. */
@NullMarked
package io.corduroy.server.link;

import org.jspecify.annotations.NullMarked;
