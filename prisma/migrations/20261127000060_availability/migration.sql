-- What each process of the server noted of each minute of real time; kept for some months (src/platform/metrics).
CREATE TABLE "service_minute" (
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "process" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "answered" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "refused" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "slowest_ms" INTEGER NOT NULL DEFAULT 0,
    "lag_ms" INTEGER NOT NULL DEFAULT 0,
    "pool_waiting" INTEGER NOT NULL DEFAULT 0,
    "hash_waiting" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "service_minute_pkey" PRIMARY KEY ("minute", "process"),
    CONSTRAINT "service_minute_role" CHECK ("role" IN ('semua', 'web', 'pekerjaan'))
);

-- How far the minutes have been looked at for outages: one row, locked by whoever looks.
CREATE TABLE "availability_watch" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "examined_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "availability_watch_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "availability_watch_one" CHECK ("id" = 1)
);

-- A stretch in which people could not work: noted by the server itself, or declared by the personnel office.
CREATE TABLE "outage" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "source" TEXT NOT NULL,
    "began_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3) NOT NULL,
    "working_minutes" INTEGER NOT NULL,
    "units" UUID[],
    "explanation" TEXT,
    "recorded_by" UUID,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "work_from" DATE,
    "work_to" DATE,
    "open_until" DATE,
    "cite" TEXT,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "outage_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "outage_span" CHECK ("ended_at" > "began_at" AND "working_minutes" >= 0),
    CONSTRAINT "outage_state" CHECK ("state" IN ('tercatat', 'diusulkan', 'dibuka', 'diabaikan')),
    -- The server names nobody; a person says why, and is never the one who confirms it.
    CONSTRAINT "outage_source" CHECK (
        ("source" = 'tercatat' AND "recorded_by" IS NULL AND "units" IS NULL)
        OR ("source" = 'dinyatakan' AND "recorded_by" IS NOT NULL AND "explanation" IS NOT NULL AND "state" <> 'tercatat')),
    CONSTRAINT "outage_second_person" CHECK ("decided_by" IS DISTINCT FROM "recorded_by" OR "decided_by" IS NULL),
    CONSTRAINT "outage_decided" CHECK (("state" IN ('dibuka', 'diabaikan')) = ("decided_by" IS NOT NULL)
        AND ("decided_by" IS NULL) = ("decided_at" IS NULL)),
    CONSTRAINT "outage_opened" CHECK (("state" = 'dibuka') = ("open_until" IS NOT NULL)
        AND ("open_until" IS NULL OR ("work_from" <= "work_to" AND "open_until" >= "work_to" AND "cite" IS NOT NULL))),
    CONSTRAINT "outage_units" CHECK ("units" IS NULL OR cardinality("units") > 0)
);

CREATE INDEX "outage_began_at_idx" ON "outage"("began_at");
CREATE UNIQUE INDEX "outage_noted_once" ON "outage"("began_at") WHERE "source" = 'tercatat';
CREATE INDEX "outage_opens" ON "outage"("open_until") WHERE "state" = 'dibuka';


-- What was noted stays, and what was decided stays decided.
CREATE FUNCTION takar_outage_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'an outage is never taken away' USING ERRCODE = 'TK002';
    END IF;
    IF OLD.state IN ('dibuka', 'diabaikan')
       OR (OLD.source, OLD.began_at, OLD.ended_at, OLD.working_minutes, OLD.units, OLD.explanation, OLD.recorded_by, OLD.recorded_at)
          IS DISTINCT FROM
          (NEW.source, NEW.began_at, NEW.ended_at, NEW.working_minutes, NEW.units, NEW.explanation, NEW.recorded_by, NEW.recorded_at) THEN
        RAISE EXCEPTION 'an outage that was noted or decided does not change' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER outage_guard BEFORE UPDATE OR DELETE ON "outage" FOR EACH ROW EXECUTE FUNCTION takar_outage_guard();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "outage" FOR EACH STATEMENT EXECUTE FUNCTION takar_append_only();
