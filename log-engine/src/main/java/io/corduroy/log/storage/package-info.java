/** The port to a disk: one directory of files that are written at positions and forced, and its twin on a real file system. */
@NullMarked
package io.corduroy.log.storage;

import org.jspecify.annotations.NullMarked;
