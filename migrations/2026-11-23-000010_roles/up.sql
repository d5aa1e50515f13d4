ALTER TABLE users ADD COLUMN widened_role TEXT NOT NULL DEFAULT 'member'
    CONSTRAINT users_role_named CHECK (widened_role IN ('admin', 'host', 'manager', 'recruiter', 'member', 'guest'));
UPDATE users SET widened_role = role;
ALTER TABLE users DROP COLUMN role;
ALTER TABLE users RENAME COLUMN widened_role TO role;

ALTER TABLE users ADD COLUMN is_name_public BOOLEAN NOT NULL DEFAULT FALSE;

ALTER TABLE competitions ADD COLUMN widened_visibility TEXT NOT NULL DEFAULT 'internal'
    CONSTRAINT competitions_visibility_named CHECK (widened_visibility IN ('internal', 'restricted', 'public'));
UPDATE competitions SET widened_visibility = visibility;
ALTER TABLE competitions DROP COLUMN visibility;
ALTER TABLE competitions RENAME COLUMN widened_visibility TO visibility;
