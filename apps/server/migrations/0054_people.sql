-- A search of a few grids or villages looks at every name there without leaving the index.
CREATE INDEX persons_grid_names ON persons (county_id, grid_id, name, id) INCLUDE (name_full, name_initials, state);
DROP INDEX persons_grid;
CREATE INDEX persons_village_names ON persons (county_id, village_id, name, id) INCLUDE (name_full, name_initials, state);
DROP INDEX persons_village;
-- A building is searched for by address and name in one.
CREATE INDEX buildings_words ON buildings USING gin ((address || name) gin_trgm_ops);
DROP INDEX buildings_address;
