package dev.iris.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IpRangeTest {

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.1, 192.0.2.1/32",
    "192.0.2.255/25, 192.0.2.128/25",
    "2001:db8::1/32, 2001:db8::/32",
    "::1, ::1/128",
    "::/0, ::/0",
    "2001:0:0:1:0:0:0:1, 2001:0:0:1::1/128",
    "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8/128"
  })
  void shouldWriteItselfAsOthersDo(String given, String text) {
    assertThat(IpRange.parse(given)).hasToString(text);
  }
}
