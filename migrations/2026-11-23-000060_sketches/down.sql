DROP TABLE sketches;
ALTER TABLE solutions DROP COLUMN index_sha256;
ALTER TABLE submissions DROP COLUMN engine;
