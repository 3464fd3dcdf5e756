-- The inbox is read in one order, unit by unit and person by person: each reading is the beginning of an index.
-- What has no limit comes last, which 'infinity' says within one order.
CREATE INDEX IF NOT EXISTS work_items_unit_order ON work_items
  (county_id, unit_id, (NOT danger), paused, (coalesce(due_at, 'infinity'::timestamptz)), id) INCLUDE (kind) WHERE done_at IS NULL;
CREATE INDEX IF NOT EXISTS work_items_staff_order ON work_items
  (county_id, staff_id, (NOT danger), paused, (coalesce(due_at, 'infinity'::timestamptz)), id) INCLUDE (kind) WHERE done_at IS NULL;
DROP INDEX IF EXISTS work_items_unit;
DROP INDEX IF EXISTS work_items_staff;

ALTER TABLE work_items ADD COLUMN IF NOT EXISTS except_staff_id uuid;
COMMENT ON COLUMN work_items.except_staff_id IS 'Whose own request it is: it waits for everybody of the unit but them.';

CREATE TABLE IF NOT EXISTS saved_views (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  page text NOT NULL,
  name text NOT NULL CONSTRAINT saved_views_name_length CHECK (length(name) BETWEEN 1 AND 40),
  query text NOT NULL,
  saved_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT saved_views_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT saved_views_name UNIQUE (county_id, staff_id, page, name)
);
COMMENT ON TABLE saved_views IS 'Filters of a list under a name, each person''s own.';
COMMENT ON COLUMN saved_views.staff_id IS 'Whose it is; nobody else sees it.';
COMMENT ON COLUMN saved_views.page IS 'Address of the list below /console.';
COMMENT ON COLUMN saved_views.query IS 'The filters as they stand in the address; read by the page, never by the server.';
