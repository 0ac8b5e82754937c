-- The whole life of a hazard. What is open now (a request for more time, a transfer) stands on the hazard, its history
-- in the ledger. Every column has a default, so that registering one writes no more than before.
ALTER TABLE hazard
  ADD COLUMN rebound_count INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN merged_into_id INTEGER REFERENCES hazard (id),
  ADD COLUMN assisting_ids TEXT[] NOT NULL DEFAULT '{}',
  ADD COLUMN major_stage TEXT,
  ADD COLUMN listing_number TEXT,
  ADD COLUMN five JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN extension JSONB,
  ADD COLUMN extension_count INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN transfer JSONB,
  ADD COLUMN refused_at TIMESTAMPTZ(3),
  ADD COLUMN measures TEXT,
  ADD COLUMN next_check_on TEXT;

UPDATE hazard SET major_stage = 'suspected' WHERE grade = 'major' AND status NOT IN ('closed', 'void');

-- Few hazards have any of these; the indexes hold those alone.
CREATE INDEX hazard_major ON hazard (campaign_id, major_stage) WHERE major_stage IS NOT NULL;
CREATE INDEX hazard_extension ON hazard (campaign_id) WHERE extension IS NOT NULL;
CREATE INDEX hazard_transfer ON hazard (campaign_id) WHERE transfer IS NOT NULL;
CREATE INDEX hazard_merged ON hazard (merged_into_id) WHERE merged_into_id IS NOT NULL;
CREATE INDEX hazard_assisting ON hazard USING GIN (assisting_ids) WHERE assisting_ids <> '{}';
