DROP TABLE competition_invitees;
DROP TABLE invitations;
