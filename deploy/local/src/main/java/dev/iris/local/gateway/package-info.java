/** The one address of a local Iris: routes to the services as deploy/routes.yaml says, and says what is ready. */
@NullMarked
package dev.iris.local.gateway;

import org.jspecify.annotations.NullMarked;
