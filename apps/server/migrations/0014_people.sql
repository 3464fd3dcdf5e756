-- The register as figures and as a stream for other systems: frozen monthly statistics, and what an API key may ask for.

CREATE TABLE statistics_runs (
  county_id int NOT NULL,
  month date NOT NULL,
  base boolean NOT NULL,
  frozen_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT statistics_runs_pkey PRIMARY KEY (county_id, month),
  CONSTRAINT statistics_runs_month_begins CHECK (month = date_trunc('month', month)::date)
);
COMMENT ON TABLE statistics_runs IS 'Months whose figures are frozen. They are frozen in their order, each once.';
COMMENT ON COLUMN statistics_runs.month IS 'Its first day.';
COMMENT ON COLUMN statistics_runs.base IS 'The first of the county: it opens with what the register then said of its first day.';

CREATE TABLE area_statistics (
  county_id int NOT NULL,
  month date NOT NULL,
  area_id uuid NOT NULL,
  parent_id uuid NOT NULL,
  kind text NOT NULL CONSTRAINT area_statistics_kind_known CHECK (kind IN ('all', 'registered', 'migrant', 'unregistered', 'overseas')),
  opening int NOT NULL,
  born int NOT NULL,
  moved_in int NOT NULL,
  within_in int NOT NULL,
  turned_in int NOT NULL,
  corrected_in int NOT NULL,
  died int NOT NULL,
  moved_out int NOT NULL,
  within_out int NOT NULL,
  turned_out int NOT NULL,
  corrected_out int NOT NULL,
  closing int NOT NULL,
  households int,
  CONSTRAINT area_statistics_pkey PRIMARY KEY (county_id, month, area_id, parent_id, kind),
  CONSTRAINT area_statistics_run_fk FOREIGN KEY (county_id, month) REFERENCES statistics_runs (county_id, month),
  CONSTRAINT area_statistics_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_statistics_parent_fk FOREIGN KEY (county_id, parent_id) REFERENCES areas (county_id, id),
  CONSTRAINT area_statistics_add_up CHECK (
    opening + born + moved_in + within_in + turned_in + corrected_in
    - died - moved_out - within_out - turned_out - corrected_out = closing),
  CONSTRAINT area_statistics_not_negative CHECK (
    least(opening, born, moved_in, within_in, turned_in, corrected_in, died, moved_out, within_out, turned_out, corrected_out, closing) >= 0)
);
COMMENT ON TABLE area_statistics IS 'People of an area in a month, from opening to closing, by residence kind and in all. An area without people has no row.';
COMMENT ON COLUMN area_statistics.month IS 'Its first day.';
COMMENT ON COLUMN area_statistics.parent_id IS 'The area it lay in; the county lies in itself. An area that changed hands in the month stands under both.';
COMMENT ON COLUMN area_statistics.kind IS 'Residence kind; all is their sum.';
COMMENT ON COLUMN area_statistics.opening IS 'The closing of the month before.';
COMMENT ON COLUMN area_statistics.born IS 'Residences that began by a birth in the month.';
COMMENT ON COLUMN area_statistics.moved_in IS 'From outside the county.';
COMMENT ON COLUMN area_statistics.within_in IS 'From another grid of the county; over the whole county as many as within_out.';
COMMENT ON COLUMN area_statistics.turned_in IS 'From another residence kind in the same grid.';
COMMENT ON COLUMN area_statistics.corrected_in IS 'Counted now and missing before, with no event of this month: late entries, merges taken apart, areas drawn anew.';
COMMENT ON COLUMN area_statistics.died IS 'Residences that ended by a death in the month.';
COMMENT ON COLUMN area_statistics.moved_out IS 'Out of the county.';
COMMENT ON COLUMN area_statistics.within_out IS 'To another grid of the county.';
COMMENT ON COLUMN area_statistics.turned_out IS 'To another residence kind in the same grid.';
COMMENT ON COLUMN area_statistics.corrected_out IS 'Counted before and not now, with no event of this month.';
COMMENT ON COLUMN area_statistics.closing IS 'What the register said, when the month was frozen, of the end of its last day.';
COMMENT ON COLUMN area_statistics.households IS 'At the end of the month; with kind all only.';
CREATE INDEX area_statistics_parent ON area_statistics (county_id, parent_id, month);
CREATE INDEX area_statistics_area ON area_statistics (county_id, area_id, month);

CREATE TABLE statistics_counted (
  county_id int NOT NULL,
  person_id uuid NOT NULL,
  path uuid[] NOT NULL,
  kind text NOT NULL,
  CONSTRAINT statistics_counted_pkey PRIMARY KEY (county_id, person_id)
);
COMMENT ON TABLE statistics_counted IS 'Who stood where in the latest closing: what the next month opens with, so that whatever is changed behind it shows as a correction.';
COMMENT ON COLUMN statistics_counted.person_id IS 'No foreign key: a file that is undone or erased meanwhile is a correction too.';
COMMENT ON COLUMN statistics_counted.path IS 'Areas from the county down to the grid.';
COMMENT ON COLUMN statistics_counted.kind IS 'As residences.kind.';

-- A printed report never changes.
REVOKE UPDATE, DELETE ON statistics_runs, area_statistics FROM linli_application;

-- A master key that was retired wraps nothing any more: a process that still held it in memory would seal what nobody opens.
CREATE TABLE vault.retired_masters (master text NOT NULL PRIMARY KEY, retired_at timestamptz NOT NULL DEFAULT now());
COMMENT ON TABLE vault.retired_masters IS 'Names of master keys that are gone. Read by the trigger below alone.';
CREATE FUNCTION vault.refuse_retired() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  IF EXISTS (SELECT FROM fresh JOIN vault.retired_masters r ON r.master = fresh.master) THEN
    RAISE EXCEPTION 'a retired master key seals nothing any more';
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION vault.refuse_retired() FROM PUBLIC;
CREATE TRIGGER keys_refuse_retired AFTER INSERT ON vault.keys REFERENCING NEW TABLE AS fresh
  FOR EACH STATEMENT EXECUTE FUNCTION vault.refuse_retired();

ALTER TABLE api_keys ADD COLUMN scopes text[] NOT NULL DEFAULT '{open311}'
  CONSTRAINT api_keys_scopes_known CHECK (scopes <@ '{open311,register.changes}'::text[]);
COMMENT ON COLUMN api_keys.scopes IS 'What it may ask for: Open311, or the changes of the register.';
COMMENT ON TABLE api_keys IS 'Other systems that file requests through Open311 or follow the register. The key itself is shown once; here stands its SHA-256.';
