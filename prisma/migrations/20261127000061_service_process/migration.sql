-- The processes of the server, and what each last measured of itself: whoever is asked for the metrics tells those of all.
CREATE TABLE "service_process" (
    "process" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "metrics" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "service_process_pkey" PRIMARY KEY ("process"),
    CONSTRAINT "service_process_role" CHECK ("role" IN ('semua', 'web', 'pekerjaan'))
);
