/** Administered objects from JNDI without a server: a read-only context that properties fill. */
@NullMarked
package io.corduroy.client.jndi;

import org.jspecify.annotations.NullMarked;
