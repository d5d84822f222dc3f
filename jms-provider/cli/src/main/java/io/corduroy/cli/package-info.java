/** The {@code corduroy} command: starts a server, administers one, moves messages and looks into logs. */
@NullMarked
package io.corduroy.cli;

import org.jspecify.annotations.NullMarked;
