package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdminVerbTest {

    @Test
    void readsTheArgumentsOfACommand() throws InvalidArgumentException {
        AdminRequest move = AdminVerb.named("message.move")
                .parse(Map.of("from", "DLQ", "to", "orders", "selector", "colour = 'brown'", "limit", "100"));

        assertThat(move.verb()).isEqualTo(AdminVerb.MESSAGE_MOVE);
        assertThat(move.required(AdminArgument.FROM)).isEqualTo("DLQ");
        assertThat(move.text(AdminArgument.SELECTOR)).contains("colour = 'brown'");
        assertThat(move.count(AdminArgument.LIMIT)).hasValue(100);
        assertThat(move.settings()).isEmpty();
    }

    @Test
    void leavesOutWhatIsOptional() throws InvalidArgumentException {
        AdminRequest delete = AdminVerb.QUEUE_DELETE.parse(Map.of("name", "orders"));

        assertThat(delete.flag(AdminArgument.FORCE)).isFalse();
        assertThat(delete.count(AdminArgument.LIMIT)).isEmpty();
        assertThatThrownBy(() -> delete.required(AdminArgument.FROM)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void takesTheSettingsOfADestinationAsArguments() throws InvalidArgumentException {
        AdminRequest create =
                AdminVerb.QUEUE_CREATE.parse(Map.of("name", "orders", "max-deliveries", "3", "exclusive", "true"));

        assertThat(create.settings()).isEqualTo(Map.of("max-deliveries", "3", "exclusive", "true"));
        assertThatThrownBy(() -> AdminVerb.QUEUE_ALTER.parse(Map.of("name", "orders", "exclusive", "perhaps")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("allowed: true or false");
    }

    @Test
    void saysWhichVerbWasMeant() {
        assertThatThrownBy(() -> AdminVerb.named("queue.stats"))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("administrative command \"queue.stats\" is not known; did you mean \"queue.stat\"?");
    }

    @Test
    void saysWhichArgumentWasMeant() {
        assertThatThrownBy(() -> AdminVerb.MESSAGE_PURGE.parse(Map.of("name", "orders", "selecter", "a = 1")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("message.purge has no argument \"selecter\"; did you mean \"selector\"?");
        assertThatThrownBy(() -> AdminVerb.QUEUE_LIST.parse(Map.of("max-deliveries", "3")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("queue.list has no argument \"max-deliveries\"; known are pattern, limit");
    }

    @Test
    void saysWhichArgumentIsMissing() {
        assertThatThrownBy(() -> AdminVerb.MESSAGE_MOVE.parse(Map.of("from", "DLQ")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessage("message.move needs the argument \"to\": Name of the queue that they go to, at its end.");
    }

    @Test
    void refusesValuesOutOfTheirRange() {
        for (String limit : List.of("0", "-1", "many", "")) {
            assertThatThrownBy(() -> AdminVerb.QUEUE_LIST.parse(Map.of("limit", limit)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessage("argument \"limit\" is \"" + limit + "\"; allowed: a number from 1");
        }
        assertThatThrownBy(() -> AdminVerb.QUEUE_DELETE.parse(Map.of("name", "")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("1 to 1024 characters");
        assertThatThrownBy(() -> AdminVerb.QUEUE_DELETE.parse(Map.of("name", "orders", "force", "1")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("true or false");
    }

    @ParameterizedTest
    @EnumSource(AdminVerb.class)
    void everyVerbIsFoundByItsNameAndHasNoNameTwice(AdminVerb verb) throws InvalidArgumentException {
        List<AdminArgument> arguments = new ArrayList<>(verb.required());
        arguments.addAll(verb.optional());

        assertThat(AdminVerb.named(verb.key())).isEqualTo(verb);
        assertThat(arguments).doesNotHaveDuplicates();
        assertThat(verb.columns()).doesNotHaveDuplicates();
        assertThat(arguments).extracting(AdminArgument::key).doesNotContainAnyElementsOf(DestinationSetting.keys());
        assertThat(verb.description()).endsWith(".");
    }

    @Test
    void knowsWhichPartitionToAsk() {
        assertThat(AdminVerb.MESSAGE_MOVE.destinationArgument()).contains(AdminArgument.FROM);
        assertThat(AdminVerb.SUBSCRIPTION_STAT.destinationArgument()).contains(AdminArgument.TOPIC);
        assertThat(AdminVerb.NODE_STAT.destinationArgument()).isEmpty();
    }
}
