package dev.iris.enrollment.enrolling;

import dev.iris.enrollment.agent.Agent;
import dev.iris.enrollment.registry.Host;
import dev.iris.enrollment.registry.Roster;
import dev.iris.enrollment.template.RenderedConfig;

/**
 * What is wanted of a host, worked out for it.
 *
 * @param host its row, as it was when it was looked at
 * @param wish what its targets and its row are to be
 */
record Prepared(Host host, Roster.Wish wish, RenderedConfig config, Agent agent) {}
