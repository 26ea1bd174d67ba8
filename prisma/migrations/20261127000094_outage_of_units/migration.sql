-- An outage that the server noted may concern some units only: those in whose own working hours it was long (a Saturday
-- concerns offices of six days). The table is small: a row per outage.
ALTER TABLE "outage" DROP CONSTRAINT "outage_source";
ALTER TABLE "outage" ADD CONSTRAINT "outage_source" CHECK (
    ("source" = 'tercatat' AND "recorded_by" IS NULL)
    OR ("source" = 'dinyatakan' AND "recorded_by" IS NOT NULL AND "explanation" IS NOT NULL AND "state" <> 'tercatat'));
