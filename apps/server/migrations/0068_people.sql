-- Pages read without a task are shown too, apart from sealed values that were opened without one.
ALTER TABLE reading_reviews DROP CONSTRAINT reading_reviews_kind_known;
ALTER TABLE reading_reviews ADD CONSTRAINT reading_reviews_kind_known CHECK (kind IN ('no_task', 'page_no_task', 'many', 'outside'));
COMMENT ON COLUMN reading_reviews.kind IS 'Sealed values opened, or pages read, without a task; very many files within an hour; people beyond the reader''s grids.';
CREATE INDEX reading_reviews_newest_of_kind ON reading_reviews (county_id, kind, last_at DESC, id DESC);
