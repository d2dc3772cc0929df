/** The notifier: takes requests to tell somebody something, and sees each of them through to an outcome. */
@NullMarked
package dev.iris.notifier;

import org.jspecify.annotations.NullMarked;
