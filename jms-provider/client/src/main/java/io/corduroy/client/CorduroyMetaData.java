package io.corduroy.client;

import jakarta.jms.ConnectionMetaData;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** What a connection says of its provider. */
final class CorduroyMetaData implements ConnectionMetaData {

    private final List<String> jmsxProperties;

    /** These classes also exist with javax.jms instead of jakarta.jms, whose last version was 2.0. */
    private static final boolean IS_JAKARTA = ConnectionMetaData.class.getName().startsWith("jakarta");

    /**
     * Of one connection.
     *
     * @param filledIn the optional properties that it sets
     */
    CorduroyMetaData(Collection<String> filledIn) {
        List<String> names = new ArrayList<>(List.of("JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount"));
        names.addAll(filledIn);
        jmsxProperties = List.copyOf(names);
    }

    private static String version() {
        String built = CorduroyMetaData.class.getPackage().getImplementationVersion();
        return built == null ? "0.1" : built;
    }

    static String product() {
        return "Corduroy client " + version();
    }

    private static int part(int index) {
        String[] parts = version().split("[.-]", -1);
        return parts.length > index && parts[index].matches("\\d{1,6}") ? Integer.parseInt(parts[index]) : 0;
    }

    @Override
    public String getJMSVersion() {
        return getJMSMajorVersion() + "." + getJMSMinorVersion();
    }

    @Override
    public int getJMSMajorVersion() {
        return IS_JAKARTA ? 3 : 2;
    }

    @Override
    public int getJMSMinorVersion() {
        return IS_JAKARTA ? 1 : 0;
    }

    @Override
    public String getJMSProviderName() {
        return "Corduroy";
    }

    @Override
    public String getProviderVersion() {
        return version();
    }

    @Override
    public int getProviderMajorVersion() {
        return part(0);
    }

    @Override
    public int getProviderMinorVersion() {
        return part(1);
    }

    @Override
    public Enumeration<String> getJMSXPropertyNames() {
        return Collections.enumeration(jmsxProperties);
    }
}
