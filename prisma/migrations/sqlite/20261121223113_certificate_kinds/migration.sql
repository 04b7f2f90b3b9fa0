-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_certificate" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "kind" TEXT NOT NULL DEFAULT 'CERTIFICATE',
    "project_id" TEXT NOT NULL,
    "server_names" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "serial_number" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "key_algorithm" TEXT,
    "key_bits" INTEGER,
    "signature_algorithm" TEXT NOT NULL,
    "not_before" TEXT NOT NULL,
    "not_after" TEXT NOT NULL,
    "chain" JSONB NOT NULL,
    "chain_end" TEXT,
    "revoked_count" INTEGER,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "pem" TEXT NOT NULL,
    "sealed_key" TEXT,
    CONSTRAINT "certificate_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_certificate" ("chain", "chain_end", "created_at", "description", "fingerprint", "id", "issuer", "key_algorithm", "key_bits", "name", "not_after", "not_before", "pem", "project_id", "sealed_key", "serial_number", "server_names", "signature_algorithm", "subject", "updated_at") SELECT "chain", "chain_end", "created_at", "description", "fingerprint", "id", "issuer", "key_algorithm", "key_bits", "name", "not_after", "not_before", "pem", "project_id", "sealed_key", "serial_number", "server_names", "signature_algorithm", "subject", "updated_at" FROM "certificate";
DROP TABLE "certificate";
ALTER TABLE "new_certificate" RENAME TO "certificate";
CREATE INDEX "certificate_project_id_created_at_id_idx" ON "certificate"("project_id", "created_at", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
