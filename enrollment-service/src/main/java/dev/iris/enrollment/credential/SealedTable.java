package dev.iris.enrollment.credential;

/**
 * The tables of sealed secrets. Each is here: what is not would be lost when the key of today replaces the one before. Each has columns
 * for an owner, {@code field}, and what {@link SealedColumns} reads.
 */
enum SealedTable {
  CREDENTIALS("credential_secret", "credential_id"),
  JOBS("enrollment_secret", "enrollment_id");

  private final String table;
  private final String owner;

  SealedTable(String table, String owner) {
    this.table = table;
    this.owner = owner;
  }

  /** Some that another key than $1 sealed, $2 at most, locked. */
  String take() {
    return """
        select %2$s as owner, field, kek_id, wrapped_key, sealed from %1$s
        where kek_id <> $1 limit $2 for update skip locked"""
        .formatted(table, owner);
  }

  /** Gives one ($1, $2) another key ($3, $4). */
  String store() {
    return "update %1$s set kek_id = $3, wrapped_key = $4 where %2$s = $1 and field = $2"
        .formatted(table, owner);
  }

  /** One that none of the keys $1 sealed. */
  String foreign() {
    return "select %2$s as owner from %1$s where kek_id <> all($1) limit 1".formatted(table, owner);
  }

  /** A condition: nothing is left that another key than $1 sealed. */
  String moved() {
    return "not exists (select from %s where kek_id <> $1)".formatted(table);
  }
}
