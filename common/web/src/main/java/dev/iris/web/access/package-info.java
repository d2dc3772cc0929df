/**
 * Who may call what. With a key file, every request needs a key whose role the table of operations allows. Without one, a
 * service is for this machine only. The filter sits in front of the router: resources, static files and unknown paths alike.
 */
@NullMarked
package dev.iris.web.access;

import org.jspecify.annotations.NullMarked;
