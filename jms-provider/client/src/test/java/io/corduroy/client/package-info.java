/** The interface over a broker's twin in this process, and its configuration. */
@NullMarked
package io.corduroy.client;

import org.jspecify.annotations.NullMarked;
