/** Who may come in: users and their passwords' hashes in a file that the command line edits. */
@NullMarked
package io.corduroy.server.login;

import org.jspecify.annotations.NullMarked;
