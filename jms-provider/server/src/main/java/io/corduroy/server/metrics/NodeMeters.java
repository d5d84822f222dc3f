package io.corduroy.server.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Publishes the figures to Micrometer registries of the application that the node runs in. */
final class NodeMeters implements MeterBinder {

    private record DestinationGauge(Figure<DestinationSnapshot> figure, MultiGauge gauge) {}

    private final Supplier<Optional<NodeSnapshot>> latest;
    private final List<DestinationGauge> gauges = new ArrayList<>();
    /** A registry refers to what its counters read only weakly, and a counter whose source is gone stands still. */
    private final List<Supplier<Number>> sources = new ArrayList<>();

    NodeMeters(Supplier<Optional<NodeSnapshot>> latest) {
        this.latest = latest;
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        for (Figure<NodeSnapshot> figure : Figures.OF_NODE) {
            bind(registry, "corduroy.node.", figure, Tags.empty(), latest);
        }
        int partitions = latest.get().map(node -> node.partitions().size()).orElse(0);
        for (int i = 0; i < partitions; i++) {
            int index = i;
            Tags tags = Tags.of("partition", String.valueOf(i + 1));
            for (Figure<PartitionSnapshot> figure : Figures.OF_PARTITION) {
                bind(
                        registry,
                        "corduroy.partition.",
                        figure,
                        tags,
                        () -> latest.get().map(node -> node.partitions().get(index)));
            }
        }
        for (Figure<DestinationSnapshot> figure : Figures.OF_DESTINATION) {
            MultiGauge gauge = MultiGauge.builder("corduroy.destination." + figure.name())
                    .description(figure.description())
                    .register(registry);
            gauges.add(new DestinationGauge(figure, gauge));
        }
        latest.get().ifPresent(this::publish);
    }

    private <S> void bind(
            MeterRegistry registry, String prefix, Figure<S> figure, Tags tags, Supplier<Optional<S>> snapshot) {
        Supplier<Number> value = () ->
                snapshot.get().map(known -> figure.value().applyAsDouble(known)).orElse(0.0);
        if (figure.counts()) {
            sources.add(value);
            FunctionCounter.builder(
                            prefix + figure.name(), value, read -> read.get().doubleValue())
                    .description(figure.description())
                    .tags(tags)
                    .register(registry);
        } else {
            Gauge.builder(prefix + figure.name(), value)
                    .description(figure.description())
                    .tags(tags)
                    .register(registry);
        }
    }

    /** Destinations come and go: each snapshot replaces their rows. */
    synchronized void publish(NodeSnapshot node) {
        for (DestinationGauge destinationGauge : gauges) {
            List<Row<?>> rows = new ArrayList<>();
            for (PartitionSnapshot partition : node.partitions()) {
                String number = String.valueOf(partition.partition());
                for (DestinationSnapshot destination : partition.destinations()) {
                    Tags tags = Tags.of("partition", number, "kind", destination.kind(), "name", destination.name());
                    rows.add(Row.of(tags, destinationGauge.figure.value().applyAsDouble(destination)));
                }
            }
            destinationGauge.gauge.register(rows, true);
        }
    }
}
