-- CreateTable
CREATE TABLE "certificate_order" (
    "certificate_id" TEXT NOT NULL PRIMARY KEY,
    "account_id" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "server_names" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,
    "failures" INTEGER NOT NULL,
    "next_at" TEXT NOT NULL,
    "order_url" TEXT,
    "sealed_key" TEXT,
    "challenges" JSONB NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    CONSTRAINT "certificate_order_certificate_id_fkey" FOREIGN KEY ("certificate_id") REFERENCES "certificate" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "certificate_order_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "acme_account" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "acme_account" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" TEXT NOT NULL,
    "directory_url" TEXT NOT NULL,
    "contact" TEXT NOT NULL,
    "account_url" TEXT,
    "sealed_key" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,
    CONSTRAINT "acme_account_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "certificate_order_next_at_idx" ON "certificate_order"("next_at");

-- CreateIndex
CREATE INDEX "certificate_order_loadbalancer_id_idx" ON "certificate_order"("loadbalancer_id");

-- CreateIndex
CREATE UNIQUE INDEX "acme_account_project_id_directory_url_contact_key" ON "acme_account"("project_id", "directory_url", "contact");
