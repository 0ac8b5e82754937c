-- What somebody found out about a hazard and advises (成因, 分类施策建议), and how hard it is to put right and how bad if
-- not (难易程度, 危害后果): each low, medium or high.
ALTER TABLE hazard ADD COLUMN cause TEXT, ADD COLUMN advice TEXT, ADD COLUMN difficulty TEXT, ADD COLUMN consequence TEXT;
-- 整改路线图: what is open and graded, by its grade; major ones have bad consequences until somebody says otherwise.
CREATE INDEX hazard_graded ON hazard (campaign_id, consequence, difficulty)
    WHERE status IN ('to-rectify', 'rectifying') AND (consequence IS NOT NULL OR major_stage IS NOT NULL);
