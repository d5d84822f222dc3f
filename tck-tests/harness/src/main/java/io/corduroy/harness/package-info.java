/** What tests of real processes share: a broker in a process of its own that can be killed, and the record of who saw what. */
@NullMarked
package io.corduroy.harness;

import org.jspecify.annotations.NullMarked;
