package io.corduroy.client.jndi;

import java.util.Iterator;
import java.util.List;
import javax.naming.NamingEnumeration;

/** A list as names and bindings are listed. */
final class Listing<T> implements NamingEnumeration<T> {
    private final Iterator<T> left;

    Listing(List<T> all) {
        left = all.iterator();
    }

    @Override
    public T next() {
        return left.next();
    }

    @Override
    public boolean hasMore() {
        return left.hasNext();
    }

    @Override
    public boolean hasMoreElements() {
        return left.hasNext();
    }

    @Override
    public T nextElement() {
        return left.next();
    }

    @Override
    public void close() {
        // holds nothing
    }
}
