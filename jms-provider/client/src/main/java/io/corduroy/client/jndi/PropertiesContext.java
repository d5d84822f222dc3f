package io.corduroy.client.jndi;

import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.Binding;
import javax.naming.CompositeName;
import javax.naming.Context;
import javax.naming.Name;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NameParser;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.NotContextException;
import javax.naming.OperationNotSupportedException;
import org.jspecify.annotations.Nullable;

/** A read-only context over names with slashes; what a name is the beginning of is a context, too. */
@SuppressWarnings({"JdkObsolete", "BanJNDI"}) // the interface has tables of this kind; nothing is looked up elsewhere
final class PropertiesContext implements Context {
    private static final String DYNAMIC_QUEUES = "dynamicQueues/";
    private static final String DYNAMIC_TOPICS = "dynamicTopics/";
    private static final NameParser PARSER = CompositeName::new;

    private final Map<String, Object> bindings;
    private final Hashtable<String, Object> environment;
    /** Where in the names of the bindings it is: empty, or with a slash at the end. */
    private final String prefix;

    PropertiesContext(Map<String, Object> bindings, Hashtable<String, Object> environment, String prefix) {
        this.bindings = bindings;
        this.environment = environment;
        this.prefix = prefix;
    }

    @Override
    public Object lookup(String name) throws NamingException {
        if (name.isEmpty()) {
            return new PropertiesContext(bindings, new Hashtable<>(environment), prefix);
        }
        String whole = prefix + name;
        Object bound = bindings.get(whole);
        if (bound != null) {
            return bound;
        }
        try {
            if (whole.startsWith(DYNAMIC_QUEUES)) {
                return new CorduroyQueue(whole.substring(DYNAMIC_QUEUES.length()));
            }
            if (whole.startsWith(DYNAMIC_TOPICS)) {
                return new CorduroyTopic(whole.substring(DYNAMIC_TOPICS.length()));
            }
        } catch (IllegalArgumentException e) {
            throw (NamingException) new NameNotFoundException(e.getMessage()).initCause(e);
        }
        String inside = whole + "/";
        if (bindings.keySet().stream().anyMatch(each -> each.startsWith(inside))) {
            return new PropertiesContext(bindings, new Hashtable<>(environment), inside);
        }
        throw new NameNotFoundException("\"" + whole + "\" is not bound; bound are " + bindings.keySet()
                + ", and every name below " + DYNAMIC_QUEUES + " and " + DYNAMIC_TOPICS);
    }

    @Override
    public Object lookup(Name name) throws NamingException {
        return lookup(name.toString());
    }

    @Override
    public Object lookupLink(String name) throws NamingException {
        return lookup(name);
    }

    @Override
    public Object lookupLink(Name name) throws NamingException {
        return lookup(name);
    }

    @Override
    public NamingEnumeration<Binding> listBindings(String name) throws NamingException {
        return new Listing<>(children(name));
    }

    @Override
    public NamingEnumeration<Binding> listBindings(Name name) throws NamingException {
        return listBindings(name.toString());
    }

    @Override
    public NamingEnumeration<NameClassPair> list(String name) throws NamingException {
        List<NameClassPair> pairs = new ArrayList<>();
        for (Binding each : children(name)) {
            pairs.add(new NameClassPair(each.getName(), each.getClassName()));
        }
        return new Listing<>(pairs);
    }

    @Override
    public NamingEnumeration<NameClassPair> list(Name name) throws NamingException {
        return list(name.toString());
    }

    private List<Binding> children(String name) throws NamingException {
        Object listed = lookup(name);
        if (!(listed instanceof PropertiesContext context)) {
            throw new NotContextException("\"" + prefix + name + "\" is no context");
        }
        Map<String, Binding> children = new TreeMap<>();
        for (String whole : context.bindings.keySet()) {
            if (whole.startsWith(context.prefix)) {
                String rest = whole.substring(context.prefix.length());
                int slash = rest.indexOf('/');
                String child = slash < 0 ? rest : rest.substring(0, slash);
                children.put(child, new Binding(child, context.lookup(child)));
            }
        }
        return List.copyOf(children.values());
    }

    @Override
    public NameParser getNameParser(String name) {
        return PARSER;
    }

    @Override
    public NameParser getNameParser(Name name) {
        return PARSER;
    }

    @Override
    public String composeName(String name, String inside) throws NamingException {
        return composeName(new CompositeName(name), new CompositeName(inside)).toString();
    }

    @Override
    public Name composeName(Name name, Name inside) throws NamingException {
        return ((Name) inside.clone()).addAll(name);
    }

    @Override
    public @Nullable Object addToEnvironment(String key, Object value) {
        return environment.put(key, value);
    }

    @Override
    public @Nullable Object removeFromEnvironment(String key) {
        return environment.remove(key);
    }

    @Override
    public Hashtable<?, ?> getEnvironment() {
        return new Hashtable<>(environment);
    }

    @Override
    public String getNameInNamespace() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    @Override
    public void close() {
        // holds nothing
    }

    // Names come from properties: nothing can be bound.

    private static OperationNotSupportedException readOnly() {
        return new OperationNotSupportedException("this context is read-only: its properties say what is bound");
    }

    @Override
    public void bind(Name name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void bind(String name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(Name name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rebind(String name, Object value) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void unbind(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(Name from, Name to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void rename(String from, String to) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public void destroySubcontext(String name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(Name name) throws NamingException {
        throw readOnly();
    }

    @Override
    public Context createSubcontext(String name) throws NamingException {
        throw readOnly();
    }

    private static final class Listing<T> implements NamingEnumeration<T> {
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
}
