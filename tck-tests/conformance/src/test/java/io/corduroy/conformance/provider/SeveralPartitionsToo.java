package io.corduroy.conformance.provider;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** Adds, unless providers were chosen, the one whose transactions are over several partitions. */
public final class SeveralPartitionsToo implements ArgumentsProvider {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return System.getProperty(ProvidersUnderTest.CHOICE) != null
                ? Stream.empty()
                : Stream.of(Arguments.of(ProvidersUnderTest.theOne("CorduroyOverPartitions", context)));
    }
}
