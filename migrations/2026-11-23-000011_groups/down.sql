DROP TABLE competition_groups;
DROP TABLE group_members;
DROP TABLE groups;
