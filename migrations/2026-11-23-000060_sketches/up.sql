-- What a score was computed with: this program's version and the metric's revision.
ALTER TABLE submissions ADD COLUMN engine TEXT;

-- The digest of the index of the public ids; without one it is made at the next submission.
ALTER TABLE solutions ADD COLUMN index_sha256 TEXT;

-- Sums by block of rows, from which intervals are drawn: `domain::Sketch` as bytes in Base64.
CREATE TABLE sketches (
    submission_id TEXT NOT NULL CONSTRAINT sketches_submission_exists REFERENCES submissions (id) ON DELETE CASCADE,
    part TEXT NOT NULL CONSTRAINT sketches_part_known CHECK (part IN ('public', 'private')),
    engine TEXT NOT NULL,
    sketch TEXT NOT NULL,
    CONSTRAINT sketches_once PRIMARY KEY (submission_id, part)
);
