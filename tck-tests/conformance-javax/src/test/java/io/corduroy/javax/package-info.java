/** The client for javax.jms beside the one for jakarta.jms. */
@NullMarked
package io.corduroy.javax;

import org.jspecify.annotations.NullMarked;
