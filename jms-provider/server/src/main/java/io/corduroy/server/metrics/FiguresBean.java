package io.corduroy.server.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.ReflectionException;
import org.jspecify.annotations.Nullable;

/** An MBean whose attributes are figures of the latest snapshot, read-only. */
final class FiguresBean<S> implements DynamicMBean {

    private final String description;
    private final List<Figure<S>> figures;
    private final Supplier<Optional<S>> latest;

    FiguresBean(String description, List<Figure<S>> figures, Supplier<Optional<S>> latest) {
        this.description = description;
        this.figures = figures;
        this.latest = latest;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException {
        return value(name).orElseThrow(() -> new AttributeNotFoundException(name));
    }

    private Optional<Long> value(String name) {
        return figures.stream()
                .filter(known -> known.attributeName().equals(name))
                .findFirst()
                .map(figure -> latest.get()
                        .map(snapshot -> (long) figure.value().applyAsDouble(snapshot))
                        .orElse(0L));
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        AttributeList values = new AttributeList();
        for (String name : names) { // JMX leaves out what there is not
            value(name).ifPresent(value -> values.add(new Attribute(name, value)));
        }
        return values;
    }

    @Override
    public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
        throw new AttributeNotFoundException(attribute.getName() + " cannot be set");
    }

    @Override
    public AttributeList setAttributes(AttributeList attributes) {
        return new AttributeList(); // none was set
    }

    @Override
    public @Nullable Object invoke(String action, Object[] parameters, String[] signature) throws ReflectionException {
        throw new ReflectionException(new NoSuchMethodException(action));
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        List<MBeanAttributeInfo> attributes = new ArrayList<>();
        for (Figure<S> figure : figures) {
            attributes.add(
                    new MBeanAttributeInfo(figure.attributeName(), "long", figure.description(), true, false, false));
        }
        return new MBeanInfo(
                FiguresBean.class.getName(),
                description,
                attributes.toArray(MBeanAttributeInfo[]::new),
                null,
                null,
                null);
    }
}
