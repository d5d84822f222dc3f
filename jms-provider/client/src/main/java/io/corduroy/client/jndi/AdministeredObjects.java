package io.corduroy.client.jndi;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import io.corduroy.client.CorduroyXAConnectionFactory;
import java.util.Enumeration;
import java.util.Hashtable;
import java.util.Map;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NamingException;
import javax.naming.RefAddr;
import javax.naming.Reference;
import javax.naming.StringRefAddr;
import javax.naming.spi.ObjectFactory;
import org.jspecify.annotations.Nullable;

/**
 * Factories and destinations as JNDI references, for directories that keep those instead of objects (LDAP, application servers,
 * Tomcat's resources). The addresses of a reference: {@code url} and options of a factory by their names, {@code name} of a
 * destination.
 */
public final class AdministeredObjects implements ObjectFactory {
    private static final String URL = "url";
    private static final String NAME = "name";

    /** As JNDI makes it. */
    public AdministeredObjects() {}

    /** A reference to a factory that is configured like this one, its password included. */
    public static Reference referenceTo(CorduroyConnectionFactory factory, Map<String, String> options) {
        Reference reference = reference(
                factory instanceof CorduroyXAConnectionFactory
                        ? CorduroyXAConnectionFactory.class
                        : CorduroyConnectionFactory.class);
        reference.add(new StringRefAddr(URL, factory.getUrl()));
        options.forEach((name, value) -> reference.add(new StringRefAddr(name, value)));
        return reference;
    }

    /** A reference to a queue or topic. */
    public static Reference referenceTo(Class<?> type, String name) {
        Reference reference = reference(type);
        reference.add(new StringRefAddr(NAME, name));
        return reference;
    }

    private static Reference reference(Class<?> type) {
        return new Reference(type.getName(), AdministeredObjects.class.getName(), null);
    }

    /**
     * Makes what a reference stands for.
     *
     * @return null if it is no reference to one of our classes, as the interface asks
     * @throws NamingException if it lacks what is needed, or an option is unknown
     */
    @Override
    public @Nullable Object getObjectInstance(
            @Nullable Object object,
            @Nullable Name name,
            @Nullable Context context,
            @Nullable Hashtable<?, ?> environment)
            throws NamingException {
        if (!(object instanceof Reference reference)) {
            return null;
        }
        String type = reference.getClassName();
        try {
            if (type.equals(CorduroyConnectionFactory.class.getName())) {
                return configured(new CorduroyConnectionFactory(), reference);
            }
            if (type.equals(CorduroyXAConnectionFactory.class.getName())) {
                return configured(new CorduroyXAConnectionFactory(), reference);
            }
            if (type.equals(CorduroyQueue.class.getName())) {
                return new CorduroyQueue(required(reference, NAME));
            }
            if (type.equals(CorduroyTopic.class.getName())) {
                return new CorduroyTopic(required(reference, NAME));
            }
        } catch (IllegalArgumentException e) {
            throw (NamingException) new NamingException(type + ": " + e.getMessage()).initCause(e);
        }
        return null;
    }

    private static CorduroyConnectionFactory configured(CorduroyConnectionFactory factory, Reference reference) {
        for (Enumeration<RefAddr> all = reference.getAll(); all.hasMoreElements(); ) {
            RefAddr each = all.nextElement();
            String value = String.valueOf(each.getContent());
            if (each.getType().equals(URL)) {
                factory.setUrl(value);
            } else if (!isContainers(each.getType())) {
                factory.setOption(each.getType(), value);
            }
        }
        return factory;
    }

    /** What Tomcat and others add to the references that they make of their own configuration. */
    private static boolean isContainers(String address) {
        return switch (address) {
            case "scope", "auth", "singleton", "description", "factory" -> true;
            default -> false;
        };
    }

    private static String required(Reference reference, String address) throws NamingException {
        RefAddr found = reference.get(address);
        if (found == null || found.getContent() == null) {
            throw new NamingException("a reference to " + reference.getClassName() + " lacks \"" + address + "\"");
        }
        return String.valueOf(found.getContent());
    }
}
