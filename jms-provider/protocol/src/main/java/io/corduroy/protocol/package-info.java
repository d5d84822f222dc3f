/** What client and broker say to each other, in values: identities, error codes, limits and the metadata image. */
@NullMarked
package io.corduroy.protocol;

import org.jspecify.annotations.NullMarked;
