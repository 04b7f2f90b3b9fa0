-- CreateTable
CREATE TABLE "certificate" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "server_names" JSONB NOT NULL,
    "subject" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "serial_number" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "key_algorithm" TEXT NOT NULL,
    "key_bits" INTEGER,
    "signature_algorithm" TEXT NOT NULL,
    "not_before" TEXT NOT NULL,
    "not_after" TEXT NOT NULL,
    "chain" JSONB NOT NULL,
    "chain_end" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "pem" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,

    CONSTRAINT "certificate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "certificate_project_id_created_at_id_idx" ON "certificate"("project_id", "created_at", "id");

-- AddForeignKey
ALTER TABLE "certificate" ADD CONSTRAINT "certificate_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
