-- AlterTable
ALTER TABLE "load_balancer" ADD COLUMN     "floating_addresses" JSONB NOT NULL DEFAULT '[]';

-- CreateTable
CREATE TABLE "floating_ip" (
    "id" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "floating_port_id" TEXT NOT NULL,
    "port_id" TEXT,
    "tags" JSONB NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT NOT NULL,
    "revision_number" INTEGER NOT NULL,

    CONSTRAINT "floating_ip_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "floating_ip_floating_port_id_key" ON "floating_ip"("floating_port_id");

-- CreateIndex
CREATE INDEX "floating_ip_port_id_idx" ON "floating_ip"("port_id");

-- CreateIndex
CREATE INDEX "floating_ip_project_id_idx" ON "floating_ip"("project_id");

-- AddForeignKey
ALTER TABLE "floating_ip" ADD CONSTRAINT "floating_ip_floating_port_id_fkey" FOREIGN KEY ("floating_port_id") REFERENCES "port"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "floating_ip" ADD CONSTRAINT "floating_ip_port_id_fkey" FOREIGN KEY ("port_id") REFERENCES "port"("id") ON DELETE SET NULL ON UPDATE CASCADE;
