-- CreateTable
CREATE TABLE "secret" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "name" TEXT,
    "secret_type" TEXT NOT NULL,
    "algorithm" TEXT,
    "bit_length" INTEGER,
    "mode" TEXT,
    "expiration" TEXT,
    "payload_content_type" TEXT,
    "sealed_payload" TEXT,
    "creator_id" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_container" (
    "id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "name" TEXT,
    "type" TEXT NOT NULL,
    "secret_refs" JSONB NOT NULL,
    "creator_id" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,

    CONSTRAINT "secret_container_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "secret_project_id_created_at_id_idx" ON "secret"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "secret_container_project_id_created_at_id_idx" ON "secret_container"("project_id", "created_at", "id");

-- AddForeignKey
ALTER TABLE "secret" ADD CONSTRAINT "secret_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "secret_container" ADD CONSTRAINT "secret_container_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
