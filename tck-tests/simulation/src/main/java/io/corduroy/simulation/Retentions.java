package io.corduroy.simulation;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.simulation.world.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Which destinations of a run retain how much: in half of the runs some do, in their own ways. */
final class Retentions {
    private static final int KINDS = 4;

    private Retentions() {}

    /** The same destination has the same settings all the time. */
    static Function<DestinationName, DestinationSettings> of(DestinationSettings settings, Chance chance)
            throws InvalidArgumentException {
        if (chance.oneIn(2)) {
            return name -> settings;
        }
        List<DestinationSettings> kinds = new ArrayList<>();
        for (int i = 0; i < KINDS; i++) {
            String time = chance.pick(List.of("none", "1s", "5s", "10h"));
            String size = chance.pick(List.of("none", "none", "2KiB", "64KiB"));
            kinds.add(settings.with(Map.of("retention-time", time, "retention-size", size)));
        }
        return name -> kinds.get(Math.floorMod(name.name().hashCode(), KINDS));
    }
}
