-- How much room there was, once a day, for what the product writes to: what the days left of a disk are told by. Measurements,
-- like those of service_minute: nothing was decided in them.
CREATE TABLE "disk_room" (
    "what" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "free_bytes" BIGINT NOT NULL,
    "all_bytes" BIGINT NOT NULL,

    CONSTRAINT "disk_room_pkey" PRIMARY KEY ("what", "day")
);
ALTER TABLE "disk_room" ADD CONSTRAINT "disk_room_bytes" CHECK ("free_bytes" BETWEEN 0 AND "all_bytes");
