-- A batch is guarded by its version like every record that changes, and knows the job that applies it.
ALTER TABLE "import_batch" ADD COLUMN "job_id" UUID,
ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;

-- Which row an item stands for is looked up once per removed row: by equality, not by searching through all items.
CREATE INDEX "import_item_row" ON "import_item" ("table_name", "key");

CREATE OR REPLACE FUNCTION takar_undone_import(in_table text, in_row jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM import_item i JOIN import_batch b ON b.id = i.batch_id
        WHERE b.state = 'mengurungkan' AND i.table_name = in_table AND i.key = CASE in_table
            WHEN 'org_unit_version' THEN jsonb_build_object('unit_id', in_row->'unit_id', 'from_date', in_row->'from_date')
            WHEN 'position_version' THEN jsonb_build_object('position_id', in_row->'position_id', 'from_date', in_row->'from_date')
            WHEN 'employee_status' THEN jsonb_build_object('employee_id', in_row->'employee_id', 'from_date', in_row->'from_date')
            WHEN 'employee_workplace' THEN jsonb_build_object('employee_id', in_row->'employee_id', 'from_date', in_row->'from_date')
            WHEN 'catalogue_norm' THEN jsonb_build_object('item_id', in_row->'item_id', 'from_date', in_row->'from_date')
            WHEN 'catalogue_expectation' THEN
                jsonb_build_object('item_id', in_row->'item_id', 'family', in_row->'family', 'from_date', in_row->'from_date')
            ELSE jsonb_build_object('id', in_row->'id') END)
$$;
