/** {@code ./iris bench}: how fast Iris is, measured from outside through its own API, beside what the machine could do at best. */
@NullMarked
package dev.iris.bench;

import org.jspecify.annotations.NullMarked;
