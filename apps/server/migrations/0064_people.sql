-- Two files are compared by sound and birthday for every row of a list; the same name has the same sound.
CREATE INDEX persons_birth_sound ON persons (county_id, birth_on, name_full);
DROP INDEX persons_birth;
