@NullMarked
package dev.iris.lab;

import org.jspecify.annotations.NullMarked;
