/** What a notification says, before any channel gives it a shape: pure functions of the notification's content. */
@NullMarked
package dev.iris.notifier.rendering;

import org.jspecify.annotations.NullMarked;
