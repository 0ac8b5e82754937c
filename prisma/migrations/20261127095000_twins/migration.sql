-- Whether a hazard of the same kind is open at the same spot is asked at each registration, while others wait for the
-- campaign's counter: without this the open hazards of the whole community were read for it.
CREATE INDEX hazard_twin ON hazard (campaign_id, community_id, category, place, id)
    WHERE status NOT IN ('closed', 'void');
