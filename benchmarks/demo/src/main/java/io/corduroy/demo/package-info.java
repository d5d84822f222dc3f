/** The ten-minute demo: an unmodified JMS program, a broker that is killed under it, and the account of every message. */
@NullMarked
package io.corduroy.demo;

import org.jspecify.annotations.NullMarked;
