DROP TABLE download_links;
DROP TABLE upload_parts;
DROP TABLE uploads;
ALTER TABLE files DROP COLUMN crc32;
