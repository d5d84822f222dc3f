package io.corduroy.global;

import io.corduroy.client.CorduroyXAConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.XASession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.transaction.xa.XAResource;
import org.h2.jdbcx.JdbcDataSource;

/** The other party of the transactions: a second broker, or a database in the transaction manager's process. */
interface SecondResource {

    /** One connection to it. */
    interface Use extends AutoCloseable {
        XAResource resource();

        void put(String text) throws JMSException, SQLException;

        @Override
        void close() throws JMSException, SQLException;
    }

    Use open() throws JMSException, SQLException;

    static SecondResource of(String url) throws SQLException {
        return url.startsWith("jdbc:") ? database(url) : broker(url);
    }

    private static SecondResource broker(String url) {
        CorduroyXAConnectionFactory factory = new CorduroyXAConnectionFactory(url);
        return () -> {
            var connection = factory.createXAConnection();
            XASession session = connection.createXASession();
            return new Use() {
                @Override
                public XAResource resource() {
                    return session.getXAResource();
                }

                @Override
                public void put(String text) throws JMSException {
                    session.createProducer(session.createQueue("out")).send(session.createTextMessage(text));
                }

                @Override
                public void close() throws JMSException {
                    connection.close();
                }
            };
        };
    }

    private static SecondResource database(String url) throws SQLException {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists moved (text varchar(100) primary key)");
        }
        return () -> {
            var xa = source.getXAConnection();
            return new Use() {
                @Override
                public XAResource resource() {
                    try {
                        return xa.getXAResource();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public void put(String text) throws SQLException {
                    try (PreparedStatement insert =
                            xa.getConnection().prepareStatement("insert into moved values (?)")) {
                        insert.setString(1, text);
                        insert.executeUpdate();
                    }
                }

                @Override
                public void close() throws SQLException {
                    xa.close();
                }
            };
        };
    }
}
