package dev.iris.messaging.redis.app;

import io.quarkus.hibernate.reactive.panache.PanacheEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;

/** A row that a handler or the dead-letter sink writes. */
@Entity
public class Note extends PanacheEntity {

  @Column(nullable = false)
  String text = "";

  @Column(name = "trace_id", nullable = false)
  String traceId = "";

  static Note of(String text, String traceId) {
    Note note = new Note();
    note.text = text;
    note.traceId = traceId;
    return note;
  }
}
