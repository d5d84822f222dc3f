/** The selector language of Jakarta Messaging 3.1, section 3.8: its parser, its three-valued evaluation, its compiled form. */
@NullMarked
package io.corduroy.selector;

import org.jspecify.annotations.NullMarked;
