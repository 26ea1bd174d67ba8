-- The list of people goes by name, a page at a time.
-- CreateIndex
CREATE INDEX "employee_name_id_idx" ON "employee"("name", "id");
