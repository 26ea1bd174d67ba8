-- An approved import is taken back by new records: the value that held before, or none at all (docs/adr/0031-facts.md).

-- AlterTable
ALTER TABLE "fact_proposal" ADD COLUMN     "withdrawn" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "payroll_fact" ADD COLUMN     "withdrawn" BOOLEAN NOT NULL DEFAULT false;
