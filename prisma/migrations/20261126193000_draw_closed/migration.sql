-- 回头看: closed hazards are drawn by the same rules as communities, in the same row of numbers.
ALTER TABLE place_draw ADD COLUMN subject TEXT NOT NULL DEFAULT 'community';
