CREATE TABLE invitations (
    id TEXT NOT NULL PRIMARY KEY,
    competition_id TEXT NOT NULL CONSTRAINT invitations_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    token_hash TEXT NOT NULL CONSTRAINT invitations_token_unique UNIQUE,
    note TEXT NOT NULL,
    uses_allowed BIGINT NOT NULL CONSTRAINT invitations_uses_positive CHECK (uses_allowed > 0),
    uses BIGINT NOT NULL,
    created_by TEXT NOT NULL CONSTRAINT invitations_creator_exists REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    revoked_at TIMESTAMP
);
CREATE INDEX invitations_by_competition ON invitations (competition_id);

CREATE TABLE competition_invitees (
    competition_id TEXT NOT NULL CONSTRAINT competition_invitees_competition_exists REFERENCES competitions (id) ON DELETE CASCADE,
    user_id TEXT NOT NULL CONSTRAINT competition_invitees_user_exists REFERENCES users (id) ON DELETE CASCADE,
    invitation_id TEXT CONSTRAINT competition_invitees_invitation_exists REFERENCES invitations (id) ON DELETE SET NULL,
    added_by TEXT NOT NULL CONSTRAINT competition_invitees_host_exists REFERENCES users (id),
    added_at TIMESTAMP NOT NULL,
    CONSTRAINT competition_invitees_once PRIMARY KEY (competition_id, user_id)
);
CREATE INDEX competition_invitees_by_user ON competition_invitees (user_id);
