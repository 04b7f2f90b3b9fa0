-- CreateIndex
CREATE INDEX "load_balancer_removed_in_idx" ON "load_balancer"("removed_in");

-- CreateIndex
CREATE INDEX "load_balancer_created_at_id_idx" ON "load_balancer"("created_at", "id");
