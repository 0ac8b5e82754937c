-- What the planner keeps: who said 收到 to which ask, what waits for a later digest, and who was disturbed how often.

CREATE TABLE "acknowledgement" (
  "id" SERIAL PRIMARY KEY,
  "campaign_id" TEXT NOT NULL,
  "duty" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "unit_id" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL
);
-- Which units of a period have said 收到, when its next ask comes due.
CREATE INDEX "acknowledgement_period" ON "acknowledgement" ("campaign_id", "duty", "period");

CREATE TABLE "held_notice" (
  "id" BIGSERIAL PRIMARY KEY,
  "region_id" TEXT NOT NULL,
  -- Whom it is for, as the key of a queue: a person's id, or a platform's group or account.
  "recipient" TEXT NOT NULL,
  "campaign_id" TEXT,
  "key" TEXT NOT NULL,
  "notice" JSONB NOT NULL,
  "held_at" TIMESTAMPTZ(3) NOT NULL,
  "release_at" TIMESTAMPTZ(3) NOT NULL
);
-- The same notice waits once for the same recipient; also finds what waits for those who hear something now.
CREATE UNIQUE INDEX "held_notice_recipient" ON "held_notice" ("region_id", "recipient", "key");
-- Every minute: is anything due.
CREATE INDEX "held_notice_release" ON "held_notice" ("region_id", "release_at");

CREATE TABLE "message_account" (
  "region_id" TEXT NOT NULL,
  "month" TEXT NOT NULL,
  "person_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  -- All messages of the month, and those of them that count against a budget.
  "count" INTEGER NOT NULL,
  "ordinary" INTEGER NOT NULL,
  -- The newest day with a message, and how many of that day count against the budget.
  "day" TEXT NOT NULL,
  "today" INTEGER NOT NULL,
  -- What a person has had today, and what a region has had in a month, are both found by the beginning of the key.
  PRIMARY KEY ("region_id", "month", "person_id", "kind")
);
