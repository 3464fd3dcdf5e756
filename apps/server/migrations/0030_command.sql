-- The command screen: what it reads once when it begins, and how a county arranges it.

CREATE INDEX events_settled ON events (county_id, at) WHERE kind IN ('matter.settle', 'matter.settle_on_spot');
COMMENT ON INDEX events_settled IS 'Times to settle are worked out of the last weeks only.';

CREATE INDEX matter_entries_happened ON matter_entries (county_id, at)
  WHERE kind IN ('settle', 'settle_on_spot', 'overdue', 'confirm', 'call_back', 'reject', 'reopen');
COMMENT ON INDEX matter_entries_happened IS 'Figures of a day are opened down to the matters to which it happened.';

CREATE TABLE screen_arrangements (
  county_id int NOT NULL,
  shape text NOT NULL CONSTRAINT screen_arrangements_shape_known CHECK (shape IN ('screen', 'wall')),
  widgets jsonb NOT NULL,
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by uuid,
  CONSTRAINT screen_arrangements_pkey PRIMARY KEY (county_id, shape)
);
COMMENT ON TABLE screen_arrangements IS 'How a county arranges its command screen (指挥屏排版); without a row it stands as the platform has it.';
COMMENT ON COLUMN screen_arrangements.shape IS 'screen: 16:9 and laptops; wall: 32:9.';
COMMENT ON COLUMN screen_arrangements.widgets IS 'ScreenWidget of the contract: which part stands where, in cells of the grid.';
COMMENT ON COLUMN screen_arrangements.version IS 'Counts changes, so that a stale arrangement is refused.';
COMMENT ON COLUMN screen_arrangements.updated_by IS 'Staff.';

CREATE TABLE briefs (
  county_id int NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  period text NOT NULL CONSTRAINT briefs_period_known CHECK (period IN ('daily', 'weekly')),
  weekday int CONSTRAINT briefs_weekday_known CHECK (weekday BETWEEN 1 AND 7),
  time_of_day text NOT NULL,
  area_id uuid,
  locale text NOT NULL CONSTRAINT briefs_locale_known CHECK (locale IN ('zh', 'en')),
  recipients text[] NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  next_at timestamptz,
  version int NOT NULL DEFAULT 1,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by uuid,
  CONSTRAINT briefs_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT briefs_area_fk FOREIGN KEY (county_id, area_id) REFERENCES areas (county_id, id),
  CONSTRAINT briefs_weekly_has_weekday CHECK ((period = 'weekly') = (weekday IS NOT NULL))
);
COMMENT ON TABLE briefs IS 'Briefs (简报): the screen of an area as a PDF, sent by e-mail every day or week.';
COMMENT ON COLUMN briefs.period IS 'daily or weekly.';
COMMENT ON COLUMN briefs.weekday IS 'Of a weekly one; 1 is Monday.';
COMMENT ON COLUMN briefs.time_of_day IS 'HH:MM in the county''s time.';
COMMENT ON COLUMN briefs.locale IS 'Language in which it is written.';
COMMENT ON COLUMN briefs.recipients IS 'E-mail addresses of offices and leaders.';
COMMENT ON COLUMN briefs.enabled IS 'Sent at all.';
COMMENT ON COLUMN briefs.version IS 'Counts changes, so that a stale form is refused.';
COMMENT ON COLUMN briefs.updated_by IS 'Staff.';
CREATE INDEX briefs_area ON briefs (county_id, area_id);
CREATE INDEX briefs_due ON briefs (county_id, next_at) WHERE enabled;

CREATE TABLE brief_issues (
  county_id int NOT NULL,
  id uuid NOT NULL,
  brief_id uuid NOT NULL,
  made_at timestamptz NOT NULL,
  filename text NOT NULL,
  pdf bytea NOT NULL,
  sent_to int NOT NULL,
  CONSTRAINT brief_issues_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT brief_issues_brief_fk FOREIGN KEY (county_id, brief_id) REFERENCES briefs (county_id, id)
);
COMMENT ON TABLE brief_issues IS 'Briefs as they were sent; kept for 90 days.';
COMMENT ON COLUMN brief_issues.filename IS 'Under which it is attached and saved.';
COMMENT ON COLUMN brief_issues.pdf IS 'Figures without persons.';
COMMENT ON COLUMN brief_issues.sent_to IS 'To how many addresses.';
CREATE INDEX brief_issues_brief ON brief_issues (county_id, brief_id, made_at DESC);
CREATE INDEX brief_issues_made ON brief_issues (county_id, made_at);
