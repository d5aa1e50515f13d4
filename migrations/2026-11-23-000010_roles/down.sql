ALTER TABLE competitions ADD COLUMN narrow_visibility TEXT NOT NULL DEFAULT 'internal'
    CONSTRAINT competitions_visibility_known CHECK (narrow_visibility IN ('internal', 'public'));
UPDATE competitions SET narrow_visibility = visibility WHERE visibility <> 'restricted';
ALTER TABLE competitions DROP COLUMN visibility;
ALTER TABLE competitions RENAME COLUMN narrow_visibility TO visibility;

ALTER TABLE users DROP COLUMN is_name_public;

ALTER TABLE users ADD COLUMN narrow_role TEXT NOT NULL DEFAULT 'guest'
    CONSTRAINT users_role_known CHECK (narrow_role IN ('admin', 'host', 'member', 'guest'));
UPDATE users SET narrow_role = role WHERE role NOT IN ('manager', 'recruiter');
ALTER TABLE users DROP COLUMN role;
ALTER TABLE users RENAME COLUMN narrow_role TO role;
