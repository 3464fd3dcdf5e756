-- Readings that somebody should look at: found by rules that anybody can read, told to a human, judged in words. Never a figure
-- of a person.

CREATE TABLE reading_watch (
  county_id int NOT NULL,
  xid xid8 NOT NULL,
  seq bigint NOT NULL,
  CONSTRAINT reading_watch_pkey PRIMARY KEY (county_id)
);
COMMENT ON TABLE reading_watch IS 'How far the record of readings has been looked through, in the order of transactions.';

CREATE TABLE reading_reviews (
  county_id int NOT NULL,
  id uuid NOT NULL,
  staff_id uuid NOT NULL,
  on_day date NOT NULL,
  kind text NOT NULL CONSTRAINT reading_reviews_kind_known CHECK (kind IN ('no_task', 'many', 'outside')),
  person_ids uuid[] NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  reasons text[] NOT NULL DEFAULT '{}',
  finding text CONSTRAINT reading_reviews_finding_known CHECK (finding IN ('looked', 'asked', 'complaint')),
  words text,
  reviewed_by uuid,
  reviewed_at timestamptz,
  CONSTRAINT reading_reviews_pkey PRIMARY KEY (county_id, id),
  CONSTRAINT reading_reviews_staff_fk FOREIGN KEY (county_id, staff_id) REFERENCES staff (county_id, id),
  CONSTRAINT reading_reviews_reviewed_by_fk FOREIGN KEY (county_id, reviewed_by) REFERENCES staff (county_id, id),
  CONSTRAINT reading_reviews_second_person CHECK (reviewed_by <> staff_id),
  CONSTRAINT reading_reviews_whole CHECK ((finding IS NULL) = (reviewed_at IS NULL) AND (finding IS NULL) = (words IS NULL))
);
COMMENT ON TABLE reading_reviews IS 'One member of the staff on one day: files that were opened without a task, many in a short time, or beyond their grids; for a human to look at.';
COMMENT ON COLUMN reading_reviews.person_ids IS 'Whose files; ids alone, and no foreign key: the review outlives the file.';
COMMENT ON COLUMN reading_reviews.reasons IS 'What the reader wrote then.';
COMMENT ON COLUMN reading_reviews.finding IS 'Looked at and nothing more; the reader was asked; a complaint was made. Null until somebody has.';
COMMENT ON COLUMN reading_reviews.words IS 'What was found, in words.';
CREATE UNIQUE INDEX reading_reviews_once ON reading_reviews (county_id, staff_id, on_day, kind) WHERE finding IS NULL;
CREATE INDEX reading_reviews_staff ON reading_reviews (county_id, staff_id);
CREATE INDEX reading_reviews_reviewed_by ON reading_reviews (county_id, reviewed_by);
CREATE INDEX reading_reviews_newest ON reading_reviews (county_id, last_at DESC, id DESC);
CREATE INDEX reading_reviews_over ON reading_reviews (county_id, reviewed_at) WHERE reviewed_at IS NOT NULL;
COMMENT ON COLUMN reading_watch.xid IS 'Transaction of the last reading looked at.';
COMMENT ON COLUMN reading_watch.seq IS 'Its number, as access_log.seq.';
COMMENT ON COLUMN reading_reviews.on_day IS 'Day of the readings, in the county''s time.';
COMMENT ON COLUMN reading_reviews.kind IS 'Sealed values opened without a task; very many files within an hour; people beyond the reader''s grids.';
