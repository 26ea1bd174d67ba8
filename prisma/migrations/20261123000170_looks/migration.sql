-- Whom somebody has seen since the day began is asked before each list is noted: by viewer and time.
CREATE INDEX "data_view_viewer_id_at_idx" ON "data_view" ("viewer_id", "at");
