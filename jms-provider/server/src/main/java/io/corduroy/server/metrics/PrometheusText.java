package io.corduroy.server.metrics;

import java.util.ArrayList;
import java.util.List;

/** A snapshot in Prometheus' text format 0.0.4. */
final class PrometheusText {

    private record Labelled<S>(String labels, S snapshot) {}

    private final StringBuilder out = new StringBuilder();

    private PrometheusText() {}

    static String of(NodeSnapshot node) {
        PrometheusText text = new PrometheusText();
        text.add("corduroy_node_", Figures.OF_NODE, List.of(new Labelled<>("", node)));
        List<Labelled<PartitionSnapshot>> partitions = new ArrayList<>();
        List<Labelled<DestinationSnapshot>> destinations = new ArrayList<>();
        for (PartitionSnapshot partition : node.partitions()) {
            String label = "partition=\"" + partition.partition() + "\"";
            partitions.add(new Labelled<>("{" + label + "}", partition));
            for (DestinationSnapshot destination : partition.destinations()) {
                String labels = "{" + label + ",kind=\"" + destination.kind() + "\",name=\""
                        + escaped(destination.name()) + "\"}";
                destinations.add(new Labelled<>(labels, destination));
            }
        }
        text.add("corduroy_partition_", Figures.OF_PARTITION, partitions);
        text.add("corduroy_destination_", Figures.OF_DESTINATION, destinations);
        return text.out.toString();
    }

    private <S> void add(String prefix, List<Figure<S>> figures, List<Labelled<S>> things) {
        for (Figure<S> figure : figures) {
            String name = figure.prometheusName(prefix);
            out.append("# HELP ")
                    .append(name)
                    .append(' ')
                    .append(figure.description())
                    .append('\n');
            out.append("# TYPE ").append(name).append(figure.counts() ? " counter\n" : " gauge\n");
            for (Labelled<S> thing : things) {
                long value = (long) figure.value().applyAsDouble(thing.snapshot);
                out.append(name).append(thing.labels).append(' ').append(value).append('\n');
            }
        }
    }

    private static String escaped(String label) {
        return label.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
