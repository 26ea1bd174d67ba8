-- SKP through its versions: indicators keep what they came from, realisations can carry evidence, and what is approved stays.

-- AlterTable
ALTER TABLE "skp_indicator" ADD COLUMN     "origin_id" UUID;

-- AlterTable
ALTER TABLE "skp_realisation" ADD COLUMN     "evidence_id" UUID NOT NULL DEFAULT uuidv7();

-- ───────────────────────────────────────────────────────────────────────────────────────────────
-- From here on by hand: what Prisma cannot describe.
-- ───────────────────────────────────────────────────────────────────────────────────────────────

-- An approved plan is never changed: it is replaced by its next revision, or its span ends with a transfer. Nothing of a
-- replaced one changes at all.
CREATE FUNCTION takar_skp_plan_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'digantikan' OR (OLD.state = 'disetujui' AND (
        NEW.state NOT IN ('disetujui', 'digantikan')
        OR NEW.until_date > OLD.until_date
        OR (to_jsonb(NEW) - '{state,until_date,version}'::text[]) <> (to_jsonb(OLD) - '{state,until_date,version}'::text[]))) THEN
        RAISE EXCEPTION 'an approved SKP is replaced, not changed' USING ERRCODE = 'TK002';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER skp_plan_guard BEFORE UPDATE ON skp_plan FOR EACH ROW EXECUTE FUNCTION takar_skp_plan_guard();

CREATE FUNCTION takar_skp_target_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM skp_plan p WHERE p.id = OLD.plan_id AND p.state IN ('disetujui', 'digantikan')) THEN
        RAISE EXCEPTION 'an approved SKP is replaced, not changed' USING ERRCODE = 'TK002';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER skp_target_guard BEFORE UPDATE OR DELETE ON skp_target FOR EACH ROW EXECUTE FUNCTION takar_skp_target_guard();

CREATE FUNCTION takar_skp_indicator_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM skp_target t JOIN skp_plan p ON p.id = t.plan_id
               WHERE t.id = OLD.target_id AND p.state IN ('disetujui', 'digantikan')) THEN
        RAISE EXCEPTION 'an approved SKP is replaced, not changed' USING ERRCODE = 'TK002';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER skp_indicator_guard BEFORE UPDATE OR DELETE ON skp_indicator
    FOR EACH ROW EXECUTE FUNCTION takar_skp_indicator_guard();

-- The indicators of one target, and what was recorded of those that came from the same one.
CREATE INDEX "skp_indicator_origin" ON "skp_indicator" ((coalesce("origin_id", "id")));
CREATE INDEX "skp_target_origin" ON "skp_target" ((coalesce("origin_id", "id")));
