-- A day can have three codes since regulations may judge ceremonies: of its start, of its end, and of the ceremony.
ALTER TABLE "attendance_day"
    DROP CONSTRAINT "attendance_day_code",
    ADD CONSTRAINT "attendance_day_code" CHECK ("code" ~ '^[A-Z][A-Z0-9]{0,7}([+][A-Z][A-Z0-9]{0,7}){0,2}$');
