-- Letters may carry a file.

ALTER TABLE notices ADD COLUMN attachment_name text, ADD COLUMN attachment bytea;
ALTER TABLE notices ADD CONSTRAINT notices_attachment_whole CHECK ((attachment_name IS NULL) = (attachment IS NULL));
COMMENT ON COLUMN notices.attachment_name IS 'Under which the file is attached to an e-mail.';
COMMENT ON COLUMN notices.attachment IS 'The file itself; goes with the message after thirty days.';
