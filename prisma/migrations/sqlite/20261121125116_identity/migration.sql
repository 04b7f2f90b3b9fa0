-- CreateTable
CREATE TABLE "application_credential" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "roles" JSONB NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "unrestricted" BOOLEAN NOT NULL,
    "expires_at" TEXT,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "application_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "application_credential_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- AlterTable. Not redefined: dropping the old table would take along what refers to it.
ALTER TABLE "project" ADD COLUMN "description" TEXT NOT NULL DEFAULT '';
ALTER TABLE "project" ADD COLUMN "enabled" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "user" ADD COLUMN "enabled" BOOLEAN NOT NULL DEFAULT true;
ALTER TABLE "user" ADD COLUMN "description" TEXT NOT NULL DEFAULT '';
ALTER TABLE "user" ADD COLUMN "contact" TEXT;
ALTER TABLE "user" ADD COLUMN "default_project_id" TEXT;

-- RedefineTables. Nothing refers to tokens.
CREATE TABLE "new_token" (
    "hash" TEXT NOT NULL PRIMARY KEY,
    "audit_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT,
    "methods" TEXT NOT NULL DEFAULT 'password',
    "application_credential_id" TEXT,
    "issued_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,
    CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "token_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "token_application_credential_id_fkey" FOREIGN KEY ("application_credential_id") REFERENCES "application_credential" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "new_token" ("audit_id", "expires_at", "hash", "issued_at", "project_id", "user_id") SELECT "audit_id", "expires_at", "hash", "issued_at", "project_id", "user_id" FROM "token";
DROP TABLE "token";
ALTER TABLE "new_token" RENAME TO "token";

-- CreateIndex
CREATE INDEX "token_expires_at_idx" ON "token"("expires_at");

-- CreateIndex
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- CreateIndex
CREATE INDEX "token_application_credential_id_idx" ON "token"("application_credential_id");

-- CreateIndex
CREATE INDEX "application_credential_project_id_idx" ON "application_credential"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_credential_user_id_name_key" ON "application_credential"("user_id", "name");
