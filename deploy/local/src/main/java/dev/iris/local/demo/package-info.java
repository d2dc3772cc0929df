/** The story that ./iris demo tells. */
@NullMarked
package dev.iris.local.demo;

import org.jspecify.annotations.NullMarked;
