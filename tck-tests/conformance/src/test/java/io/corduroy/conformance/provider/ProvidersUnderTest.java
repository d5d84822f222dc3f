package io.corduroy.conformance.provider;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Hands each section the providers that {@code -Dconformance.providers=NAME,NAME} asks for; without it, Corduroy within this
 * process and over TCP. A name is a class name; those of this package may go without theirs. Each broker starts when
 * its first test does, and stops at the end of the run.
 */
public final class ProvidersUnderTest implements ArgumentsProvider {

    static final String CHOICE = "conformance.providers";

    private static final String DEFAULT = "EmbeddedCorduroy,CorduroyOverTcp";
    private static final Namespace HERE = Namespace.create(ProvidersUnderTest.class);

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        String names = System.getProperty(CHOICE, DEFAULT);
        return Arrays.stream(names.split(",", -1)).map(name -> Arguments.of(theOne(name.strip(), context)));
    }

    static ProviderUnderTest theOne(String name, ExtensionContext context) {
        // What is in the root's store is closed when all tests are done.
        return context.getRoot()
                .getStore(HERE)
                .getOrComputeIfAbsent(name, ProvidersUnderTest::start, ProviderUnderTest.class);
    }

    private static ProviderUnderTest start(String name) {
        String className = name.contains(".") ? name : ProvidersUnderTest.class.getPackageName() + "." + name;
        try {
            return Class.forName(className)
                    .asSubclass(ProviderUnderTest.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "conformance.providers names \"" + name + "\": " + className
                            + " has to be a ProviderUnderTest with a public constructor that starts",
                    e);
        }
    }
}
