package io.corduroy.simulation;

import static org.junit.jupiter.api.Assertions.fail;

import io.corduroy.simulation.node.Mutant;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A node that breaks a rule is found out within some seeds; with {@code -Dmutants=true} prints in which and by what. */
class MutantsTest {

    private static final int SEEDS = 100;

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isFoundOut(String rule, int partitions, Supplier<Mutant> mutant) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            String found = violation(new Simulation(seed, partitions, false, mutant.get()));
            if (!found.isEmpty()) {
                if (Boolean.getBoolean("mutants")) {
                    System.out.printf("%s: seed %d, %s%n", rule, seed, found);
                }
                return;
            }
        }
        fail("nobody notices within " + SEEDS + " seeds that the node " + rule);
    }

    private static String violation(Simulation simulation) {
        try {
            return simulation.run().world().violations().stream().findFirst().orElse("");
        } catch (RuntimeException e) {
            return "a client threw " + e; // it was told what cannot be
        }
    }

    static Stream<Arguments> mutants() {
        return Stream.of(
                breaking("forces nothing", 1, DiskMutants::forcesNothing),
                breaking("forces no names", 1, DiskMutants::forcesNoNames),
                breaking("takes a failed force for done", 1, DiskMutants::takesAFailedForceForDone),
                breaking("writes half a flush", 1, DiskMutants::writesOnlyTheFirstBatchOfAFlush),
                breaking("confirms before it flushes", 1, DiskMutants::confirmsBeforeItFlushes),
                breaking("inverts priorities", 1, CommandMutants::invertsPriorities),
                breaking("ignores expiry", 1, CommandMutants::ignoresExpiry),
                breaking("ignores delivery delays", 1, CommandMutants::ignoresDeliveryDelays),
                breaking("loses persistence", 1, CommandMutants::losesThePersistenceOfMessages),
                breaking("ignores selectors", 1, CommandMutants::ignoresSelectors),
                breaking("ignores claims", 1, CommandMutants::ignoresClaims),
                breaking("shares exclusive queues", 1, CommandMutants::sharesExclusiveQueues),
                breaking("lets browsers take", 1, CommandMutants::letsBrowsersTake),
                breaking("gives more than credit", 1, CommandMutants::givesMoreThanCredit),
                breaking("counts no releases", 1, CommandMutants::countsNoReleases),
                breaking("forgets what was unseen at close", 1, CommandMutants::forgetsWhatWasUnseenAtClose),
                breaking("forgets what was seen at close", 1, CommandMutants::forgetsWhatWasSeenAtClose),
                breaking("mixes up pieces", 1, CommandMutants::mixesUpPieces),
                breaking("applies half a transaction", 1, CommandMutants::appliesHalfATransaction),
                breaking("rolls back instead of committing", 1, CommandMutants::rollsBackInsteadOfCommitting),
                breaking("forgets acknowledgments", 1, CommandMutants::forgetsAcknowledgments),
                breaking("forgets lost links", 1, CommandMutants::forgetsTheLinksThatAreLost),
                breaking("drops the redelivered flag", 1, AnswerMutants::dropsTheRedeliveredFlag),
                breaking("marks nothing after a restart", 1, AnswerMutants::marksNothingAfterARestart),
                breaking("stops counting deliveries", 1, AnswerMutants::stopsCounting),
                breaking("confirms what it refuses", 1, AnswerMutants::confirmsWhatItRefuses),
                breaking("confirms one more", 1, AnswerMutants::confirmsOneMore),
                breaking("takes repetitions for new", 1, RepetitionMutant::new),
                breaking("loses deliveries", 1, AnswerMutants::losesDeliveries),
                breaking("delivers twice", 1, AnswerMutants::deliversTwice),
                breaking("swaps deliveries", 1, AnswerMutants::swapsDeliveries),
                breaking("tells commits only", 3, AnswerMutants::tellsCommitsOnly),
                breaking("tells rollbacks only", 3, AnswerMutants::tellsRollbacksOnly),
                breaking("commits no branch", 1, BranchMutants::commitsNothing),
                breaking("prepares no branch", 1, BranchMutants::preparesNothing),
                breaking("only prepares branches", 1, BranchMutants::onlyPrepares),
                breaking("commits branches that are to be prepared", 1, BranchMutants::commitsWhatIsToBePrepared),
                breaking(
                        "rolls back branches that are to be committed", 1, BranchMutants::rollsBackWhatIsToBeCommitted),
                breaking("commits branches that are to be rolled back", 1, BranchMutants::commitsWhatIsToBeRolledBack),
                breaking("lists no branches", 1, BranchMutants::listsNothing));
    }

    private static Arguments breaking(String rule, int partitions, Supplier<Mutant> mutant) {
        return Arguments.of(rule, partitions, mutant);
    }
}
