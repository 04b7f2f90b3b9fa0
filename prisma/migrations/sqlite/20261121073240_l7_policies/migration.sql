-- CreateTable
CREATE TABLE "l7_policy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "listener_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "redirect_pool_id" TEXT,
    "redirect_url" TEXT,
    "redirect_prefix" TEXT,
    "redirect_http_code" INTEGER,
    "position" INTEGER NOT NULL,
    "admin_state_up" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL,
    "project_id" TEXT NOT NULL,
    "provisioning_status" TEXT NOT NULL,
    "operating_status" TEXT NOT NULL,
    "status_reason" TEXT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "loadbalancer_id" TEXT NOT NULL,
    "changed_in" INTEGER NOT NULL,
    "removed_in" INTEGER,
    CONSTRAINT "l7_policy_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "l7_policy_redirect_pool_id_fkey" FOREIGN KEY ("redirect_pool_id") REFERENCES "pool" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    CONSTRAINT "l7_policy_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "l7_rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "l7policy_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT,
    "compare_type" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "invert" BOOLEAN NOT NULL,
    "admin_state_up" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL,
    "project_id" TEXT NOT NULL,
    "provisioning_status" TEXT NOT NULL,
    "operating_status" TEXT NOT NULL,
    "status_reason" TEXT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "loadbalancer_id" TEXT NOT NULL,
    "changed_in" INTEGER NOT NULL,
    "removed_in" INTEGER,
    CONSTRAINT "l7_rule_l7policy_id_fkey" FOREIGN KEY ("l7policy_id") REFERENCES "l7_policy" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "l7_rule_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "l7_policy_listener_id_idx" ON "l7_policy"("listener_id");

-- CreateIndex
CREATE INDEX "l7_policy_redirect_pool_id_idx" ON "l7_policy"("redirect_pool_id");

-- CreateIndex
CREATE INDEX "l7_policy_loadbalancer_id_idx" ON "l7_policy"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "l7_policy_project_id_created_at_id_idx" ON "l7_policy"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "l7_rule_l7policy_id_idx" ON "l7_rule"("l7policy_id");

-- CreateIndex
CREATE INDEX "l7_rule_loadbalancer_id_idx" ON "l7_rule"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "l7_rule_project_id_created_at_id_idx" ON "l7_rule"("project_id", "created_at", "id");
