-- What a unit leads or assists in, of the few hazards that several units share.
CREATE INDEX hazard_joint ON hazard (campaign_id, due_at, id)
    WHERE status IN ('to-rectify', 'rectifying') AND cardinality(assisting_ids) > 0;
