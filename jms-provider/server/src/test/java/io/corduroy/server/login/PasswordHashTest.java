package io.corduroy.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void matchesItsPasswordOnly() {
        PasswordHash hash = PasswordHash.of("pass wörd", 10, RANDOM);

        assertThat(hash.matches("pass wörd")).isTrue();
        assertThat(hash.matches("pass word")).isFalse();
        assertThat(hash.matches("")).isFalse();
    }

    @Test
    void survivesItsText() {
        String text = PasswordHash.of("secret", 1_000, RANDOM).toText();

        assertThat(text).startsWith("pbkdf2-sha512$1000$").doesNotContain("secret");
        assertThat(PasswordHash.parse(text).matches("secret")).isTrue();
        assertThat(PasswordHash.parse(text).toText()).isEqualTo(text);
    }

    @Test
    void agreesWithOthersImplementations() {
        // Python: hashlib.pbkdf2_hmac('sha512', b'password', b'saltsaltsaltsalt', 1000, 32)
        String known = "pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0c2FsdA==$715rqIr5dXOVPpBhqqsugl037zT5bWJTWYmZtIcK8hA=";

        assertThat(PasswordHash.parse(known).matches("password")).isTrue();
    }

    @Test
    void theSamePasswordHasAnotherHashEachTime() {
        assertThat(PasswordHash.of("secret", 10, RANDOM).toText())
                .isNotEqualTo(PasswordHash.of("secret", 10, RANDOM).toText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "md5$1$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$many$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$0$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$99999999$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$1000$?$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$1000$c2FsdA==$c2FsdHNhbHRzYWx0c2FsdA==",
                "pbkdf2-sha512$1000$c2FsdHNhbHRzYWx0$c2FsdA=="
            })
    void whatIsNoHashIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("c2FsdHNhbHRz"));
    }
}
