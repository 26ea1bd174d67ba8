-- What a press of one button approved although it carried a mark, or was drawn for reading one by one.
ALTER TABLE "decision_batch"
    ADD COLUMN "flagged" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "sampled" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "sampling_secret" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "secret" BYTEA NOT NULL,

    CONSTRAINT "sampling_secret_pkey" PRIMARY KEY ("id")
);

-- From here on by hand: what Prisma cannot describe.
ALTER TABLE "sampling_secret" ADD CONSTRAINT "sampling_secret_one" CHECK ("id" = 1 AND length("secret") = 32);
INSERT INTO "sampling_secret" ("secret") VALUES (sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- Whether an entry is drawn for reading one by one: a keyed hash of its id, so that neither its owner nor its verifier can
-- steer or foresee it (assurance T31, T34), and the same entry is drawn or not at every look.
CREATE FUNCTION takar_sampled(entry uuid, percent integer) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT (get_byte(h.hash, 0) * 256 + get_byte(h.hash, 1)) * 100 < percent * 65536
    FROM sampling_secret s CROSS JOIN LATERAL (SELECT sha256(s.secret || sha256(s.secret || uuid_send(entry))) AS hash) h
$$;
