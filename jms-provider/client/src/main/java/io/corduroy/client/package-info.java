/** What applications hold: connection factories, connections, sessions, destinations of the {@code jakarta.jms} API. */
@NullMarked
package io.corduroy.client;

import org.jspecify.annotations.NullMarked;
