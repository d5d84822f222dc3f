/** How a node is set up: each setting declared once with its range, default and meaning; read from YAML, the environment and the command line. */
@NullMarked
package io.corduroy.server.config;

import org.jspecify.annotations.NullMarked;
