-- Reports in the upper level's own layout: workbooks whose marks are filled from the register. Each step may have been
-- taken already: for an hour this file bore another name.

CREATE TABLE IF NOT EXISTS report_templates (
  county_id int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  version int NOT NULL,
  closed_at timestamptz,
  CONSTRAINT report_templates_pkey PRIMARY KEY (county_id, id)
);
COMMENT ON TABLE report_templates IS 'Forms that the upper level asks for (报表模板), by name; the workbook is a version.';
COMMENT ON COLUMN report_templates.version IS 'The version in use.';

CREATE TABLE IF NOT EXISTS report_template_versions (
  county_id int NOT NULL,
  template_id uuid NOT NULL,
  version int NOT NULL,
  file_name text NOT NULL,
  file bytea NOT NULL,
  of_month boolean NOT NULL,
  groups text[] NOT NULL,
  by_id uuid,
  at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT report_template_versions_pkey PRIMARY KEY (county_id, template_id, version),
  CONSTRAINT report_template_versions_template_fk FOREIGN KEY (county_id, template_id) REFERENCES report_templates (county_id, id),
  CONSTRAINT report_template_versions_by_fk FOREIGN KEY (county_id, by_id) REFERENCES staff (county_id, id),
  CONSTRAINT report_template_versions_groups_known CHECK (groups <@ '{basic,contact,identity}'::text[])
);
COMMENT ON TABLE report_template_versions IS 'Workbooks as they were sent. None is changed or deleted: a report that was filled from one can always be explained.';
COMMENT ON COLUMN report_template_versions.version IS 'Counted from 1 in each template.';
COMMENT ON COLUMN report_template_versions.file_name IS 'As it was sent.';
COMMENT ON COLUMN report_template_versions.file IS 'The XLSX, some ten kilobytes; it holds names of fields and nobody''s data.';
COMMENT ON COLUMN report_template_versions.of_month IS 'It uses figures of a frozen month.';
COMMENT ON COLUMN report_template_versions.groups IS 'Field groups of the people whom it lists; empty for one that lists nobody.';
COMMENT ON COLUMN report_template_versions.by_id IS 'Who sent it; null for the demo''s.';
CREATE INDEX IF NOT EXISTS report_template_versions_by ON report_template_versions (county_id, by_id);
REVOKE UPDATE, DELETE ON report_template_versions FROM linli_application;

ALTER TABLE register_exports
  ADD COLUMN IF NOT EXISTS template_id uuid,
  ADD COLUMN IF NOT EXISTS template_version int,
  ADD COLUMN IF NOT EXISTS month date,
  DROP CONSTRAINT IF EXISTS register_exports_template_fk,
  ADD CONSTRAINT register_exports_template_fk FOREIGN KEY (county_id, template_id, template_version)
    REFERENCES report_template_versions (county_id, template_id, version);
COMMENT ON COLUMN register_exports.template_id IS 'The report that the list is written into; null for a plain table.';
COMMENT ON COLUMN register_exports.template_version IS 'As it was when it was asked for.';
COMMENT ON COLUMN register_exports.month IS 'The frozen month whose figures stand beside the list.';
CREATE INDEX IF NOT EXISTS register_exports_template ON register_exports (county_id, template_id, template_version);

-- Counties that were founded before there were reports: their centre manages the templates, as in a new county.
UPDATE roles SET permissions = array_append(permissions, 'register.report')
WHERE code = 'centre_supervisor' AND 'register.export' = ANY(permissions) AND NOT 'register.report' = ANY(permissions);
