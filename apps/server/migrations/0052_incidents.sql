-- Plans (预案) belong to the county: its own versions stand in the place of the platform's.

CREATE TABLE incident_plan_versions (
  county_id int NOT NULL,
  code text NOT NULL CONSTRAINT incident_plan_versions_code_form CHECK (code ~ '^[a-z][a-z0-9_]{1,39}$'),
  version int NOT NULL CONSTRAINT incident_plan_versions_counted CHECK (version > 0),
  kinds text[] NOT NULL CONSTRAINT incident_plan_versions_for_something CHECK (cardinality(kinds) > 0),
  names jsonb NOT NULL,
  lines jsonb NOT NULL,
  retired boolean NOT NULL,
  words text NOT NULL,
  changed_by uuid NOT NULL,
  changed_at timestamptz NOT NULL,
  CONSTRAINT incident_plan_versions_pkey PRIMARY KEY (county_id, code, version),
  CONSTRAINT incident_plan_versions_changed_by_fk FOREIGN KEY (county_id, changed_by) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE incident_plan_versions IS 'Plans as the county has changed them, each version whole and for good; the latest is offered. A room copies what it begins.';
COMMENT ON COLUMN incident_plan_versions.code IS 'That of a plan of the platform, in whose place it stands, or one of its own.';
COMMENT ON COLUMN incident_plan_versions.version IS 'Goes on from the version of the platform that it replaces.';
COMMENT ON COLUMN incident_plan_versions.kinds IS 'Kinds of incident that it is offered for.';
COMMENT ON COLUMN incident_plan_versions.names IS 'Names of the contract.';
COMMENT ON COLUMN incident_plan_versions.lines IS 'PlanLine of the contract, in order.';
COMMENT ON COLUMN incident_plan_versions.retired IS 'Offered no more.';
COMMENT ON COLUMN incident_plan_versions.words IS 'What was changed, in the words of whoever did.';
CREATE INDEX incident_plan_versions_changed_by ON incident_plan_versions (county_id, changed_by);
