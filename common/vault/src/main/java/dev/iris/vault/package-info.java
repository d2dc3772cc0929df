/** Secrets at rest: sealed with AES-256-GCM, each with a key of its own, and that key with one of a file. Knows no database. */
@NullMarked
package dev.iris.vault;

import org.jspecify.annotations.NullMarked;
