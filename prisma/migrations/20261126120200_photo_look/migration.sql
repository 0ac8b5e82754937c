-- What a look at a photo has found, a moment after it was sent. Times and places are restricted evidence.
ALTER TABLE hazard_photo ADD COLUMN looked_at TIMESTAMPTZ(3);
CREATE INDEX hazard_photo_unlooked ON hazard_photo (id) WHERE looked_at IS NULL;
CREATE INDEX hazard_photo_hash ON hazard_photo (hash);

CREATE TABLE photo_trait (
    hash      TEXT PRIMARY KEY,
    width     INTEGER,
    height    INTEGER,
    -- A perceptual hash of 256 bits in hex, and the same in 16 pieces: of two alike at least one piece is the same.
    likeness  TEXT,
    pieces    INTEGER[] NOT NULL DEFAULT '{}',
    taken_at  TIMESTAMPTZ(3),
    latitude  DOUBLE PRECISION,
    longitude DOUBLE PRECISION
);
CREATE INDEX photo_trait_pieces ON photo_trait USING gin (pieces);

CREATE TABLE photo_remark (
    photo_id        INTEGER NOT NULL REFERENCES hazard_photo (id) ON DELETE CASCADE,
    kind            TEXT NOT NULL,
    other_hazard_id INTEGER,
    taken_at        TIMESTAMPTZ(3),
    at              TIMESTAMPTZ(3) NOT NULL,
    PRIMARY KEY (photo_id, kind)
);
