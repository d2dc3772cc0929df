/** Mail over SMTP, one message per address. */
@NullMarked
package dev.iris.notifier.channel.mail;

import org.jspecify.annotations.NullMarked;
