-- AlterTable
ALTER TABLE "project" ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "enabled" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "token" ADD COLUMN     "application_credential_id" TEXT,
ADD COLUMN     "methods" TEXT NOT NULL DEFAULT 'password',
ALTER COLUMN "project_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "contact" TEXT,
ADD COLUMN     "default_project_id" TEXT,
ADD COLUMN     "description" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "enabled" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "application_credential" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "roles" JSONB NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "unrestricted" BOOLEAN NOT NULL,
    "expires_at" TEXT,
    "created_at" TEXT NOT NULL,

    CONSTRAINT "application_credential_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "application_credential_project_id_idx" ON "application_credential"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "application_credential_user_id_name_key" ON "application_credential"("user_id", "name");

-- CreateIndex
CREATE INDEX "token_user_id_idx" ON "token"("user_id");

-- CreateIndex
CREATE INDEX "token_application_credential_id_idx" ON "token"("application_credential_id");

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_application_credential_id_fkey" FOREIGN KEY ("application_credential_id") REFERENCES "application_credential"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_credential" ADD CONSTRAINT "application_credential_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application_credential" ADD CONSTRAINT "application_credential_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;
