-- Rights held by two persons and looked at again each quarter, requests for a new password, what one confirmed of one's data.

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "data_checked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "role_grant" ADD COLUMN     "reviewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "reviewed_by" UUID,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;

-- CreateTable
CREATE TABLE "password_ticket" (
    "id" UUID NOT NULL DEFAULT uuidv7(),
    "account_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,

    CONSTRAINT "password_ticket_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "password_ticket_account_id_idx" ON "password_ticket"("account_id");

-- AddForeignKey
ALTER TABLE "password_ticket" ADD CONSTRAINT "password_ticket_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand from here: what Prisma cannot describe.

-- However often somebody asks, one request per account stands open.
CREATE UNIQUE INDEX "password_ticket_open" ON "password_ticket" ("account_id") WHERE "closed_at" IS NULL;
-- The bell counts what is unread.
CREATE INDEX "notification_unread" ON "notification" ("employee_id") WHERE "read_at" IS NULL;

-- A right that was taken away or refused says by whom, and until when it held.
ALTER TABLE "role_grant"
    ADD CONSTRAINT "role_grant_ended" CHECK (("ended_at" IS NULL) = ("ended_by" IS NULL)
        AND ("ended_at" IS NULL OR "until_date" IS NOT NULL));

-- Nobody grants, confirms or reviews a right of their own (rulings.md 12); what was granted does not change into something else.
CREATE FUNCTION takar_grant_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    receiver uuid;
BEGIN
    SELECT employee_id INTO receiver FROM account WHERE id = NEW.account_id;
    IF receiver IN (NEW.granted_by, NEW.confirmed_by, NEW.reviewed_by) THEN
        RAISE EXCEPTION 'nobody grants, confirms or reviews a right of their own' USING ERRCODE = 'TK002';
    END IF;
    IF TG_OP = 'UPDATE' AND ((NEW.account_id, NEW.role, NEW.from_date, NEW.waived)
            IS DISTINCT FROM (OLD.account_id, OLD.role, OLD.from_date, OLD.waived)
        OR (NEW.payroll_unit_id, NEW.decree, NEW.granted_by) IS DISTINCT FROM (OLD.payroll_unit_id, OLD.decree, OLD.granted_by)
        OR (OLD.confirmed_by IS NOT NULL AND NEW.confirmed_by IS DISTINCT FROM OLD.confirmed_by)
        OR OLD.ended_at IS NOT NULL
        OR (OLD.until_date IS NOT NULL AND NEW.until_date IS NULL) OR NEW.until_date > OLD.until_date) THEN
        RAISE EXCEPTION 'a right is confirmed or ended, never changed' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER "role_grant_guard" BEFORE INSERT OR UPDATE ON "role_grant" FOR EACH ROW EXECUTE FUNCTION takar_grant_guard();
