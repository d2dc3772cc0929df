/** Who is responsible for what: a pure function from a registry snapshot and a subject to recipients, with the reason for each. */
@NullMarked
package dev.iris.ownership;

import org.jspecify.annotations.NullMarked;
