/** One partition's log on one node's disk: batches, segments, recovery, reading, checkpoints, deletion. */
@NullMarked
package io.corduroy.log;

import org.jspecify.annotations.NullMarked;
