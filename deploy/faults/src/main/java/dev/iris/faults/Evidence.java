package dev.iris.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;

/**
 * What is known of a run besides its findings.
 *
 * @param began when the first alert was sent
 * @param ended when the last one was taken
 * @param settled when Iris had come to rest
 * @param answers how often the webhooks' sender got each answer
 * @param fullDisks whether there were disks that could be filled
 */
record Evidence(
    FaultRun.Settings settings,
    Instant began,
    Instant ended,
    Instant settled,
    Load.Figures load,
    Map<String, Long> answers,
    JsonNode ledger,
    boolean fullDisks) {}
