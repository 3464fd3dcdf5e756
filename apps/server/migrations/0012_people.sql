-- Lists of people into and out of the register.

CREATE TABLE register_imports (
  county_id int NOT NULL,
  id uuid NOT NULL,
  file_name text NOT NULL,
  bytes int NOT NULL,
  parts int NOT NULL,
  received int[] NOT NULL DEFAULT '{}',
  encoding text CONSTRAINT register_imports_encoding_known CHECK (encoding IN ('utf-8', 'gb18030', 'xlsx')),
  header text[] NOT NULL DEFAULT '{}',
  mapping jsonb NOT NULL DEFAULT '{}',
  on_known text NOT NULL DEFAULT 'skip' CONSTRAINT register_imports_on_known CHECK (on_known IN ('skip', 'update', 'clerk')),
  reach jsonb NOT NULL,
  state text NOT NULL DEFAULT 'uploading' CONSTRAINT register_imports_state_known CHECK (state IN (
    'uploading', 'mapping', 'checking', 'checked', 'running', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  total int,
  done int NOT NULL DEFAULT 0,
  line int NOT NULL DEFAULT 0,
  counts jsonb NOT NULL DEFAULT '{}',
  failure text,
  by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  undo_until timestamptz,
  file_gone_at timestamptz,
  claimed_by uuid,
  claimed_until timestamptz,
  CONSTRAINT register_imports_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT register_imports_by_fk FOREIGN KEY (county_id, by_id) REFERENCES staff (county_id, id)
);
COMMENT ON TABLE register_imports IS 'Lists of people, from the first part of the file to the undo. Progress commits with the rows it speaks of, so that work cut off anywhere goes on behind the last row that is in.';
COMMENT ON COLUMN register_imports.file_name IS 'As the clerk had it.';
COMMENT ON COLUMN register_imports.bytes IS 'Size of the file.';
COMMENT ON COLUMN register_imports.parts IS 'How many parts the file comes in.';
COMMENT ON COLUMN register_imports.received IS 'Which of them have come.';
COMMENT ON COLUMN register_imports.encoding IS 'Found in the file, whatever its name says.';
COMMENT ON COLUMN register_imports.header IS 'The headings of the file.';
COMMENT ON COLUMN register_imports.mapping IS 'Place of each column in the file, from 0.';
COMMENT ON COLUMN register_imports.on_known IS 'What becomes of rows that differ from a file which the register has.';
COMMENT ON COLUMN register_imports.reach IS 'How far the clerk reached when the work was asked for: it goes no further.';
COMMENT ON COLUMN register_imports.state IS 'checking and running are the background''s; the others wait for somebody.';
COMMENT ON COLUMN register_imports.total IS 'Rows of the file.';
COMMENT ON COLUMN register_imports.done IS 'Rows that are behind.';
COMMENT ON COLUMN register_imports.line IS 'The last line of the file that is behind.';
COMMENT ON COLUMN register_imports.counts IS 'ListCounts of the contract.';
COMMENT ON COLUMN register_imports.failure IS 'Why the file could not be worked through.';
COMMENT ON COLUMN register_imports.by_id IS 'The clerk.';
COMMENT ON COLUMN register_imports.undo_until IS 'Set when it runs; until then the whole import can be taken out again.';
COMMENT ON COLUMN register_imports.claimed_by IS 'The process at work on it.';
COMMENT ON COLUMN register_imports.claimed_until IS 'A process that has not reported by then has died, and another goes on.';
CREATE INDEX register_imports_at ON register_imports (county_id, created_at DESC, id DESC);
CREATE INDEX register_imports_by ON register_imports (county_id, by_id, created_at DESC, id DESC);
CREATE INDEX register_imports_waiting ON register_imports (county_id, created_at) WHERE state IN ('checking', 'running', 'undoing');

CREATE TABLE register_import_faults (
  county_id int NOT NULL,
  import_id uuid NOT NULL,
  line int NOT NULL,
  place int NOT NULL,
  list_column text,
  value text NOT NULL,
  reason text NOT NULL,
  CONSTRAINT register_import_faults_pkey PRIMARY KEY (county_id, import_id, line, place),
  CONSTRAINT register_import_faults_import_fk FOREIGN KEY (county_id, import_id) REFERENCES register_imports (county_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE register_import_faults IS 'What is wrong with which row of a list.';
COMMENT ON COLUMN register_import_faults.line IS 'As a spreadsheet counts: the first line of the file is 1.';
COMMENT ON COLUMN register_import_faults.place IS 'Tells several faults of a row apart.';
COMMENT ON COLUMN register_import_faults.list_column IS 'ListColumn of the contract.';
COMMENT ON COLUMN register_import_faults.value IS 'What stood there, shortened; numbers masked.';
COMMENT ON COLUMN register_import_faults.reason IS 'ListFaultReason of the contract.';

CREATE TABLE register_import_matches (
  county_id int NOT NULL,
  import_id uuid NOT NULL,
  line int NOT NULL,
  person_id uuid NOT NULL,
  why text NOT NULL CONSTRAINT register_import_matches_why_known CHECK (why IN ('document', 'name_birth_phone', 'household')),
  differs text[] NOT NULL,
  CONSTRAINT register_import_matches_pkey PRIMARY KEY (county_id, import_id, line),
  CONSTRAINT register_import_matches_import_fk FOREIGN KEY (county_id, import_id) REFERENCES register_imports (county_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE register_import_matches IS 'Rows of people whom the register knew and of whom the list says something else.';
COMMENT ON COLUMN register_import_matches.line IS 'As register_import_faults.line.';
COMMENT ON COLUMN register_import_matches.person_id IS 'The file in the register; no foreign key: the report outlives it.';
COMMENT ON COLUMN register_import_matches.why IS 'By what they were taken to be one person.';
COMMENT ON COLUMN register_import_matches.differs IS 'Columns that say something else.';

CREATE TABLE register_import_left (
  county_id int NOT NULL,
  import_id uuid NOT NULL,
  person_id uuid NOT NULL,
  reason text NOT NULL CONSTRAINT register_import_left_reason_known CHECK (reason IN ('changed', 'in_use', 'known')),
  CONSTRAINT register_import_left_pkey PRIMARY KEY (county_id, import_id, person_id),
  CONSTRAINT register_import_left_import_fk FOREIGN KEY (county_id, import_id) REFERENCES register_imports (county_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE register_import_left IS 'Whom an undo left in the register.';
COMMENT ON COLUMN register_import_left.person_id IS 'No foreign key: the report outlives the file.';
COMMENT ON COLUMN register_import_left.reason IS 'changed: somebody has worked on the file since; in_use: something else refers to it; known: was in the register before, and what the list moved stays moved.';

CREATE TABLE register_list_headings (
  county_id int NOT NULL,
  headings text NOT NULL,
  mapping jsonb NOT NULL,
  used_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT register_list_headings_pkey PRIMARY KEY (county_id, headings)
);
COMMENT ON TABLE register_list_headings IS 'Which heading meant which column, the last time a list had these headings.';
COMMENT ON COLUMN register_list_headings.headings IS 'SHA-256 of the headings in their order.';
COMMENT ON COLUMN register_list_headings.mapping IS 'As register_imports.mapping.';

CREATE TABLE register_exports (
  county_id int NOT NULL,
  id uuid NOT NULL,
  number text NOT NULL,
  filter jsonb NOT NULL,
  groups text[] NOT NULL,
  words text NOT NULL,
  person_ids uuid[] NOT NULL,
  state text NOT NULL CONSTRAINT register_exports_state_known CHECK (state IN ('waiting', 'ready', 'refused')),
  by_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  decided_by uuid,
  decided_at timestamptz,
  decided_words text,
  expires_at timestamptz,
  downloads int NOT NULL DEFAULT 0,
  CONSTRAINT register_exports_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT register_exports_by_fk FOREIGN KEY (county_id, by_id) REFERENCES staff (county_id, id),
  CONSTRAINT register_exports_decided_by_fk FOREIGN KEY (county_id, decided_by) REFERENCES staff (county_id, id),
  CONSTRAINT register_exports_second_person CHECK (decided_by <> by_id),
  CONSTRAINT register_exports_ready_expires CHECK (state <> 'ready' OR expires_at IS NOT NULL)
);
COMMENT ON TABLE register_exports IS 'Lists of people that somebody asked for: for what, which fields, who agreed, until when. The list itself is made at each download and kept nowhere.';
COMMENT ON COLUMN register_exports.number IS 'Stands in the first line of the list.';
COMMENT ON COLUMN register_exports.filter IS 'ExportFilter of the contract.';
COMMENT ON COLUMN register_exports.groups IS 'Field groups asked for.';
COMMENT ON COLUMN register_exports.words IS 'For what, in the words of whoever asked.';
COMMENT ON COLUMN register_exports.person_ids IS 'Who it is about, fixed when it was asked for.';
COMMENT ON COLUMN register_exports.state IS 'waiting for a second person, ready until it expires, or refused.';
COMMENT ON COLUMN register_exports.by_id IS 'Who asked.';
COMMENT ON COLUMN register_exports.decided_by IS 'The second person, never the first.';
COMMENT ON COLUMN register_exports.decided_words IS 'What they had to say.';
COMMENT ON COLUMN register_exports.downloads IS 'How often it was fetched.';
CREATE UNIQUE INDEX register_exports_number ON register_exports (county_id, number);
CREATE INDEX register_exports_by ON register_exports (county_id, by_id, created_at DESC, id DESC);
CREATE INDEX register_exports_decided_by ON register_exports (county_id, decided_by);
CREATE INDEX register_exports_waiting ON register_exports (county_id, created_at) WHERE state = 'waiting';

CREATE INDEX person_needs_import ON person_needs (county_id, import_id) WHERE import_id IS NOT NULL;

-- An undo erases what its list had sealed; nothing else in the vault can be erased that way.
CREATE FUNCTION vault.forget_import(p_county int, p_import uuid, p_persons uuid[]) RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  emptied uuid[];
BEGIN
  IF NOT EXISTS (SELECT FROM register_imports WHERE county_id = p_county AND id = p_import AND state = 'undoing') THEN
    RETURN 0;
  END IF;
  WITH gone AS (
    DELETE FROM vault.facts WHERE county_id = p_county AND import_id = p_import AND person_id = ANY(p_persons) RETURNING key_id)
  SELECT array_agg(DISTINCT key_id) INTO emptied FROM gone;
  DELETE FROM vault.keys k
  WHERE k.county_id = p_county AND k.id = ANY(emptied)
    AND NOT EXISTS (SELECT FROM vault.facts f WHERE f.county_id = k.county_id AND f.key_id = k.id);
  RETURN coalesce(cardinality(emptied), 0);
END $$;
-- Whether anything was sealed of somebody since: that there is something, not what.
CREATE FUNCTION vault.sealed_beside(p_county int, p_import uuid, p_persons uuid[]) RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  SELECT coalesce(array_agg(DISTINCT f.person_id), '{}') FROM vault.facts f
  WHERE f.county_id = p_county AND f.person_id = ANY(p_persons) AND f.import_id IS DISTINCT FROM p_import
    AND EXISTS (SELECT FROM register_imports WHERE county_id = p_county AND id = p_import AND state = 'undoing')
$$;
REVOKE EXECUTE ON FUNCTION vault.forget_import, vault.sealed_beside FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vault.forget_import, vault.sealed_beside TO linli_application;
