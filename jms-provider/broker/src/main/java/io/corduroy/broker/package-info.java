/** One partition as the server and the simulator drive it: commands in, frames and tasks out, nothing else. */
@NullMarked
package io.corduroy.broker;

import org.jspecify.annotations.NullMarked;
