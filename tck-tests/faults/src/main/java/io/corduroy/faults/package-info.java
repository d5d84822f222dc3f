/** Workloads on the plain JMS interface that keep a record of what they did while the broker is being hurt. */
@NullMarked
package io.corduroy.faults;

import org.jspecify.annotations.NullMarked;
