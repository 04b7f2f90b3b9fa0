-- CreateIndex
CREATE INDEX "load_balancer_name_created_at_id_idx" ON "load_balancer"("name", "created_at", "id");

-- CreateIndex
CREATE INDEX "listener_name_created_at_id_idx" ON "listener"("name", "created_at", "id");

-- CreateIndex
CREATE INDEX "pool_name_created_at_id_idx" ON "pool"("name", "created_at", "id");

-- CreateIndex
CREATE INDEX "member_name_created_at_id_idx" ON "member"("name", "created_at", "id");

-- CreateIndex
CREATE INDEX "health_monitor_name_created_at_id_idx" ON "health_monitor"("name", "created_at", "id");

-- CreateIndex
CREATE INDEX "l7_policy_name_created_at_id_idx" ON "l7_policy"("name", "created_at", "id");
