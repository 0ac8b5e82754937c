-- 曝光清单: a circular that names hazards keeps their codes, so that whoever releases it hears what has changed since.
ALTER TABLE circular ADD COLUMN codes TEXT[] NOT NULL DEFAULT '{}';
-- The few hazards that may be exposed: major ones and those whose owners refuse, while they are not put right.
CREATE INDEX hazard_exposable ON hazard (campaign_id)
    WHERE status IN ('to-rectify', 'rectifying') AND (major_stage IS NOT NULL OR refused_at IS NOT NULL);
