-- Questions about a whole county must not count a million hazards each time: they are summed up by state and place, as
-- differences that are only ever added, so that two who change hazards at the same time do not wait for each other. Once
-- a night the differences of one place become one row. What is overdue depends on the moment and is counted by an index.
CREATE TABLE hazard_sum (
    campaign_id    TEXT NOT NULL,
    status         TEXT NOT NULL,
    locality_id    TEXT,
    responsible_id TEXT,
    lead_id        TEXT,
    community_id   TEXT,
    category       TEXT NOT NULL,
    n              INTEGER NOT NULL
);
-- A copy of the program may still be running: what it wrote between the count and the trigger would be missing for ever.
LOCK TABLE hazard IN SHARE ROW EXCLUSIVE MODE;
INSERT INTO hazard_sum (campaign_id, status, locality_id, responsible_id, lead_id, community_id, category, n)
SELECT campaign_id, status, locality_id, responsible_id, lead_id, community_id, category, count(*)
FROM hazard WHERE status <> 'void' GROUP BY 1, 2, 3, 4, 5, 6, 7;
CREATE INDEX hazard_sum_campaign ON hazard_sum (campaign_id)
    INCLUDE (status, locality_id, responsible_id, lead_id, community_id, category, n);

CREATE FUNCTION sum_hazards() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF OLD.status <> 'void' THEN
            INSERT INTO hazard_sum VALUES (OLD.campaign_id, OLD.status, OLD.locality_id, OLD.responsible_id, OLD.lead_id,
                OLD.community_id, OLD.category, -1);
        END IF;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        IF NEW.status <> 'void' THEN
            INSERT INTO hazard_sum VALUES (NEW.campaign_id, NEW.status, NEW.locality_id, NEW.responsible_id, NEW.lead_id,
                NEW.community_id, NEW.category, 1);
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hazard_summed AFTER INSERT OR DELETE ON hazard FOR EACH ROW EXECUTE FUNCTION sum_hazards();
CREATE TRIGGER hazard_summed_anew AFTER UPDATE ON hazard
    FOR EACH ROW WHEN (
        (OLD.status, OLD.campaign_id, OLD.locality_id, OLD.responsible_id, OLD.lead_id, OLD.community_id, OLD.category)
          IS DISTINCT FROM
            (NEW.status, NEW.campaign_id, NEW.locality_id, NEW.responsible_id, NEW.lead_id, NEW.community_id, NEW.category)
    ) EXECUTE FUNCTION sum_hazards();

-- What can be overdue, with everything that a question about it asks for.
CREATE INDEX hazard_unrectified ON hazard (campaign_id, due_at, id)
    INCLUDE (locality_id, responsible_id, lead_id, community_id, category, status)
    WHERE status IN ('to-rectify', 'rectifying');
-- What is open in one place, and what one unit still has to rectify, the most pressing first.
CREATE INDEX hazard_open_community ON hazard (campaign_id, community_id, due_at, id)
    WHERE status NOT IN ('closed', 'void') AND community_id IS NOT NULL;
CREATE INDEX hazard_own ON hazard (campaign_id, responsible_id, due_at, id)
    WHERE status IN ('to-rectify', 'rectifying');
-- What waits for re-inspection is the list of every re-inspector.
CREATE INDEX hazard_waiting ON hazard (campaign_id, due_at, id) WHERE status = 'to-reinspect';
-- What happened within a week.
DROP INDEX hazard_found;
CREATE INDEX hazard_found ON hazard (campaign_id, found_at)
    INCLUDE (status, locality_id, responsible_id, lead_id, community_id, category);
CREATE INDEX hazard_rectified ON hazard (campaign_id, rectified_at)
    INCLUDE (status, locality_id, responsible_id, lead_id, community_id, category) WHERE rectified_at IS NOT NULL;
CREATE INDEX hazard_closed_at ON hazard (campaign_id, closed_at)
    INCLUDE (status, locality_id, responsible_id, lead_id, community_id, category) WHERE closed_at IS NOT NULL;
