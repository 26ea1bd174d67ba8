-- Days with other working hours (Ramadan), what ends an expectation, and the entry an order was carried out by.

-- CreateTable
CREATE TABLE "special_hours" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "first_day" DATE NOT NULL,
    "last_day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    "minutes_five" INTEGER NOT NULL,
    "minutes_six" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "special_hours_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "task_order_activity_id_key" ON "task_order"("activity_id");

-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe.
-- ───────────────────────────────────────────────────────────────────────────────────────────────

-- A day has one answer to how long it is.
ALTER TABLE "special_hours"
    ADD CONSTRAINT "special_hours_span" CHECK ("first_day" <= "last_day"),
    ADD CONSTRAINT "special_hours_minutes" CHECK ("minutes_five" BETWEEN 1 AND 720 AND "minutes_six" BETWEEN 1 AND 720),
    ADD CONSTRAINT "special_hours_no_overlap" EXCLUDE USING gist (daterange("first_day", "last_day", '[]') WITH &&);

-- A row without any amount says that nothing is expected from that day on: earlier expectations stay on record.
ALTER TABLE "catalogue_expectation"
    DROP CONSTRAINT "catalogue_expectation_positive",
    ADD CONSTRAINT "catalogue_expectation_positive" CHECK (coalesce("daily", 1) > 0 AND coalesce("monthly", 1) > 0);
