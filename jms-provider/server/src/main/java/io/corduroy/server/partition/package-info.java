/** Drives a partition's pure engine on its loop, and does for it on threads what it may not do itself. */
@NullMarked
package io.corduroy.server.partition;

import org.jspecify.annotations.NullMarked;
