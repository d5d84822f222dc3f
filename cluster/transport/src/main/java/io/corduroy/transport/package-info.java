/** Event loops, timers and links between processes, over Netty or inside one VM; knows frames only by their length. */
@NullMarked
package io.corduroy.transport;

import org.jspecify.annotations.NullMarked;
