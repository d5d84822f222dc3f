/** Seeded runs of one node with its real log, broker and client engines, through crashes and cut links, judged all the time. */
@NullMarked
package io.corduroy.simulation;

import org.jspecify.annotations.NullMarked;
