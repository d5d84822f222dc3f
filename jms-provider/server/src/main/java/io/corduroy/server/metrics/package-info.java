/** What a node counts, declared once and published three ways: as MBeans, to a Micrometer registry, as text over HTTP. */
@NullMarked
package io.corduroy.server.metrics;

import org.jspecify.annotations.NullMarked;
