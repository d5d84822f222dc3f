package io.corduroy.client.message;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;

/**
 * Deserialises one object of allow-listed classes, which it finds through the thread's context class loader, as
 * applications in containers need, or else through this library's own.
 */
final class FilteredObjectInputStream extends ObjectInputStream {
    private final ObjectAllowList allowList;

    FilteredObjectInputStream(ByteBuffer bytes, ObjectAllowList allowList) throws IOException {
        super(new ByteBufferInputStream(bytes));
        this.allowList = allowList;
        setObjectInputFilter(allowList.filterFor(bytes.remaining()));
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
        String name = description.getName();
        if (!allowList.allows(name)) {
            // Before it is even loaded. The filter would refuse it as well, but could not say which class it was.
            throw new InvalidClassException(
                    name,
                    "class is not on the client's allow-list (" + allowList
                            + "); add it if its senders can be trusted");
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        if (context != null) {
            try {
                return Class.forName(name, false, context);
            } catch (ClassNotFoundException e) {
                // A primitive's class, or one that only this library's loader knows.
            }
        }
        return super.resolveClass(description);
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        if (!allowList.allows(Proxy.class.getName())) {
            throw new InvalidClassException("a dynamic proxy is not on the client's allow-list (" + allowList + ")");
        }
        return super.resolveProxyClass(interfaces);
    }
}
