-- Where: the tree county → town → village → grid, who answers for each area, and the lists it came from.
-- An area's identity persists; what changes about it stands in versions. Periods are [valid_from, valid_to):
-- valid_to is the first day on which it no longer holds.

CREATE TABLE areas (
  county_id int NOT NULL,
  id uuid NOT NULL,
  level text NOT NULL CONSTRAINT areas_level_known CHECK (level IN ('county', 'town', 'village', 'grid')),
  valid_from date NOT NULL,
  valid_to date,
  CONSTRAINT areas_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT areas_period CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
COMMENT ON TABLE areas IS 'Areas as such, for as long as they exist. Matters and units point here and are never rewritten when the county is divided anew.';
CREATE INDEX areas_level ON areas (county_id, level);

CREATE TABLE area_versions (
  county_id int NOT NULL,
  area_id uuid NOT NULL,
  valid_from date NOT NULL,
  valid_to date,
  parent_id uuid,
  name text NOT NULL,
  name_en text,
  name_search text NOT NULL,
  kind text CONSTRAINT area_versions_kind_known CHECK (kind IN ('basic', 'dedicated')),
  grid_no int CONSTRAINT area_versions_grid_no_positive CHECK (grid_no > 0),
  urban_rural text CONSTRAINT area_versions_urban_rural_known CHECK (urban_rural IN ('111', '112', '121', '122', '123', '210', '220')),
  households int CONSTRAINT area_versions_households_not_negative CHECK (households >= 0),
  lon double precision CONSTRAINT area_versions_lon_range CHECK (lon BETWEEN -180 AND 180),
  lat double precision CONSTRAINT area_versions_lat_range CHECK (lat BETWEEN -90 AND 90),
  boundary jsonb,
  illustrative boolean NOT NULL DEFAULT false,
  CONSTRAINT area_versions_pkey PRIMARY KEY (county_id, area_id, valid_from),
  CONSTRAINT area_versions_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_versions_parent_fk FOREIGN KEY (county_id, parent_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_versions_period CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT area_versions_one_at_a_time EXCLUDE USING gist
    (county_id WITH =, area_id WITH =, daterange(valid_from, valid_to) WITH &&),
  CONSTRAINT area_versions_point_is_whole CHECK ((lon IS NULL) = (lat IS NULL))
);
COMMENT ON TABLE area_versions IS 'What was true of an area in a period: its parent, names, boundary, households. A change from a date ends one row and begins the next.';
COMMENT ON COLUMN area_versions.name_search IS 'Lower case: name, English name, full pinyin and initials, for one substring search.';
COMMENT ON COLUMN area_versions.kind IS 'Grids only: basic 基础网格 tile their village; dedicated 专属网格 (a school, a plant, a market) lie over them.';
COMMENT ON COLUMN area_versions.grid_no IS 'Grids only: number within the village.';
COMMENT ON COLUMN area_versions.urban_rural IS 'Urban-rural class of the statistical office: 111 town centre … 220 village.';
COMMENT ON COLUMN area_versions.lon IS 'A point that stands for the area (its seat, or a point inside), WGS 84 degrees.';
COMMENT ON COLUMN area_versions.boundary IS 'GeoJSON Polygon or MultiPolygon, WGS 84.';
COMMENT ON COLUMN area_versions.illustrative IS 'The boundary is schematic, not surveyed: shown as such.';
CREATE INDEX area_versions_parent ON area_versions (county_id, parent_id);
CREATE INDEX area_versions_name_search ON area_versions USING gin (name_search gin_trgm_ops);

CREATE TABLE area_codes (
  county_id int NOT NULL,
  area_id uuid NOT NULL,
  scheme text NOT NULL CONSTRAINT area_codes_scheme_form CHECK (scheme ~ '^[a-z0-9_]{2,30}$'),
  code text NOT NULL CONSTRAINT area_codes_code_form CHECK (code ~ '^[0-9A-Za-z-]{1,30}$'),
  valid_from date NOT NULL,
  valid_to date,
  CONSTRAINT area_codes_pkey PRIMARY KEY (county_id, area_id, scheme, valid_from),
  CONSTRAINT area_codes_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_codes_period CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT area_codes_current_code EXCLUDE USING gist
    (county_id WITH =, scheme WITH =, code WITH =, daterange(valid_from, valid_to) WITH &&)
);
COMMENT ON TABLE area_codes IS 'Official codes, as attributes with scheme and period: they change while the place does not. A code names one area at a time.';
COMMENT ON COLUMN area_codes.scheme IS 'nbs: 12 digits of the statistical office. grid: village code and grid number. A county may add its own.';
CREATE INDEX area_codes_code ON area_codes (county_id, code text_pattern_ops);

CREATE TABLE area_successions (
  county_id int NOT NULL,
  from_id uuid NOT NULL,
  to_id uuid NOT NULL,
  on_date date NOT NULL,
  kind text NOT NULL CONSTRAINT area_successions_kind_known CHECK (kind IN ('split', 'merge', 'replace', 'rename')),
  CONSTRAINT area_successions_pkey PRIMARY KEY (county_id, from_id, to_id),
  CONSTRAINT area_successions_from_fk FOREIGN KEY (county_id, from_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_successions_to_fk FOREIGN KEY (county_id, to_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_successions_not_itself CHECK (from_id <> to_id)
);
COMMENT ON TABLE area_successions IS 'Which area took over from which: who serves the new one still reaches what happened in the old one.';
CREATE INDEX area_successions_to ON area_successions (county_id, to_id);

CREATE TABLE assignments (
  county_id int NOT NULL,
  id uuid NOT NULL,
  area_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT assignments_kind_known CHECK (kind IN (
    'worker', 'deputy', 'grid_lead', 'station', 'police_officer', 'lawyer', 'stationed_unit')),
  staff_id uuid,
  unit_id uuid,
  outside_name text,
  outside_phone text,
  duties text,
  valid_from date NOT NULL,
  valid_to date,
  CONSTRAINT assignments_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT assignments_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT assignments_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT assignments_unit_fk FOREIGN KEY (county_id, unit_id) REFERENCES units (county_id, id),
  CONSTRAINT assignments_one_holder CHECK (num_nonnulls(staff_id, unit_id, outside_name) = 1),
  CONSTRAINT assignments_period CHECK (valid_to IS NULL OR valid_to >= valid_from),
  CONSTRAINT assignments_one_holder_at_a_time EXCLUDE USING gist
    (county_id WITH =, area_id WITH =, kind WITH =, daterange(valid_from, valid_to) WITH &&)
    WHERE (kind IN ('worker', 'grid_lead', 'station'))
);
COMMENT ON TABLE assignments IS 'Who answers for an area in which capacity (定格、定人、定责): staff, a unit, or a named person outside the platform.';
COMMENT ON COLUMN assignments.outside_phone IS 'Work phone of somebody without an account, shown to residents on the grid card.';
CREATE INDEX assignments_area ON assignments (county_id, area_id, kind);
CREATE INDEX assignments_staff ON assignments (county_id, staff_id) WHERE staff_id IS NOT NULL;
CREATE INDEX assignments_unit ON assignments (county_id, unit_id) WHERE unit_id IS NOT NULL;

CREATE TABLE imports (
  county_id int NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT imports_kind_known CHECK (kind IN ('areas_csv', 'areas_geojson')),
  state text NOT NULL CONSTRAINT imports_state_known CHECK (state IN ('checked', 'applied', 'refused')),
  file_name text NOT NULL,
  options jsonb NOT NULL,
  report jsonb NOT NULL,
  rejected jsonb NOT NULL DEFAULT '[]',
  by_kind text NOT NULL,
  by_id uuid,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT imports_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE imports IS 'Lists that were read in: what they said, what they changed, which rows were at fault.';
COMMENT ON COLUMN imports.state IS 'checked: a dry run; applied: took effect (wholly or its good rows); refused: rows at fault and nothing was applied.';
COMMENT ON COLUMN imports.rejected IS 'Rows at fault as they stood in the file (array of arrays, the header first), to be corrected and sent again.';
CREATE INDEX imports_at ON imports (county_id, at DESC, id DESC);

ALTER TABLE units ADD CONSTRAINT units_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id);

CREATE VIEW assignment_cards AS
SELECT a.county_id, a.id, a.area_id, a.kind, a.duties, a.valid_from, a.valid_to,
  a.staff_id, s.name AS staff_name, s.phone AS staff_phone, s.disabled_at AS staff_disabled_at,
  a.unit_id, u.name AS unit_name, u.phone AS unit_phone, a.outside_name, a.outside_phone
FROM assignments a
LEFT JOIN staff s ON s.county_id = a.county_id AND s.id = a.staff_id
LEFT JOIN units u ON u.county_id = a.county_id AND u.id = a.unit_id;
COMMENT ON VIEW assignment_cards IS 'Assignments with the name and work phone of whoever holds them.';
