-- What is asked of a kind of matter beside words and place, and the whole contact that another system may send.

ALTER TABLE matters
  ADD COLUMN IF NOT EXISTS answers jsonb,
  ADD COLUMN IF NOT EXISTS media_urls text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN matters.answers IS 'Answers to the questions of its category version: [{code, values}]. Null where nothing was answered.';
COMMENT ON COLUMN matters.media_urls IS 'Addresses of pictures elsewhere, as another system named them. Never fetched by the server.';

ALTER TABLE matter_reporters
  ADD COLUMN IF NOT EXISTS email text,
  ADD COLUMN IF NOT EXISTS account_id text;
COMMENT ON COLUMN matter_reporters.account_id IS 'The person''s account in the system that filed it, told back to that system.';
