-- Rows go from the old end: entries of the indexes that lead nowhere must not pile up there.
alter table notification set (autovacuum_vacuum_scale_factor = 0.02);
alter table delivery set (autovacuum_vacuum_scale_factor = 0.02);
alter table attempt set (autovacuum_vacuum_scale_factor = 0.02);
