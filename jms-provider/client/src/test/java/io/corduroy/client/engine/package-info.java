/** The engine against a broker's twin, in virtual time. */
@NullMarked
package io.corduroy.client.engine;

import org.jspecify.annotations.NullMarked;
