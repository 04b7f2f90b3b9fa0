-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_listener" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "protocol_port" INTEGER NOT NULL,
    "default_pool_id" TEXT,
    "connection_limit" INTEGER NOT NULL,
    "allowed_cidrs" JSONB,
    "insert_headers" JSONB NOT NULL,
    "timeout_client_data" INTEGER NOT NULL,
    "timeout_member_connect" INTEGER NOT NULL,
    "timeout_member_data" INTEGER NOT NULL,
    "timeout_tcp_inspect" INTEGER NOT NULL,
    "default_tls_container_ref" TEXT,
    "sni_container_refs" JSONB NOT NULL,
    "client_authentication" TEXT NOT NULL,
    "client_ca_tls_container_ref" TEXT,
    "client_crl_container_ref" TEXT,
    "tls_ciphers" TEXT,
    "tls_versions" JSONB NOT NULL,
    "alpn_protocols" JSONB NOT NULL,
    "hsts_max_age" INTEGER,
    "hsts_include_subdomains" BOOLEAN NOT NULL,
    "hsts_preload" BOOLEAN NOT NULL,
    "enhance_l7policy_enable" BOOLEAN NOT NULL DEFAULT true,
    "admin_state_up" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL,
    "project_id" TEXT NOT NULL,
    "provisioning_status" TEXT NOT NULL,
    "operating_status" TEXT NOT NULL,
    "status_reason" TEXT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "changed_in" INTEGER NOT NULL,
    "removed_in" INTEGER,
    CONSTRAINT "listener_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "listener_default_pool_id_fkey" FOREIGN KEY ("default_pool_id") REFERENCES "pool" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);
INSERT INTO "new_listener" ("admin_state_up", "allowed_cidrs", "alpn_protocols", "changed_in", "client_authentication", "client_ca_tls_container_ref", "client_crl_container_ref", "connection_limit", "created_at", "default_pool_id", "default_tls_container_ref", "description", "hsts_include_subdomains", "hsts_max_age", "hsts_preload", "id", "insert_headers", "loadbalancer_id", "name", "operating_status", "project_id", "protocol", "protocol_port", "provisioning_status", "removed_in", "sni_container_refs", "status_reason", "tags", "timeout_client_data", "timeout_member_connect", "timeout_member_data", "timeout_tcp_inspect", "tls_ciphers", "tls_versions", "updated_at") SELECT "admin_state_up", "allowed_cidrs", "alpn_protocols", "changed_in", "client_authentication", "client_ca_tls_container_ref", "client_crl_container_ref", "connection_limit", "created_at", "default_pool_id", "default_tls_container_ref", "description", "hsts_include_subdomains", "hsts_max_age", "hsts_preload", "id", "insert_headers", "loadbalancer_id", "name", "operating_status", "project_id", "protocol", "protocol_port", "provisioning_status", "removed_in", "sni_container_refs", "status_reason", "tags", "timeout_client_data", "timeout_member_connect", "timeout_member_data", "timeout_tcp_inspect", "tls_ciphers", "tls_versions", "updated_at" FROM "listener";
DROP TABLE "listener";
ALTER TABLE "new_listener" RENAME TO "listener";
CREATE INDEX "listener_loadbalancer_id_idx" ON "listener"("loadbalancer_id");
CREATE INDEX "listener_default_pool_id_idx" ON "listener"("default_pool_id");
CREATE INDEX "listener_project_id_created_at_id_idx" ON "listener"("project_id", "created_at", "id");
CREATE TABLE "new_l7_policy" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "listener_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "redirect_pool_id" TEXT,
    "redirect_url" TEXT,
    "redirect_prefix" TEXT,
    "redirect_http_code" INTEGER,
    "redirect_listener_id" TEXT,
    "redirect_url_config" JSONB,
    "redirect_pools_config" JSONB NOT NULL DEFAULT '[]',
    "redirect_pools_sticky_session_config" JSONB,
    "fixed_response_config" JSONB,
    "rewrite_url_config" JSONB,
    "insert_headers_config" JSONB,
    "remove_headers_config" JSONB,
    "insert_response_headers_config" JSONB,
    "remove_response_headers_config" JSONB,
    "traffic_limit_config" JSONB,
    "cors_config" JSONB,
    "priority" INTEGER,
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
INSERT INTO "new_l7_policy" ("action", "admin_state_up", "changed_in", "created_at", "description", "id", "listener_id", "loadbalancer_id", "name", "operating_status", "position", "project_id", "provisioning_status", "redirect_http_code", "redirect_pool_id", "redirect_prefix", "redirect_url", "removed_in", "status_reason", "tags", "updated_at") SELECT "action", "admin_state_up", "changed_in", "created_at", "description", "id", "listener_id", "loadbalancer_id", "name", "operating_status", "position", "project_id", "provisioning_status", "redirect_http_code", "redirect_pool_id", "redirect_prefix", "redirect_url", "removed_in", "status_reason", "tags", "updated_at" FROM "l7_policy";
DROP TABLE "l7_policy";
ALTER TABLE "new_l7_policy" RENAME TO "l7_policy";
CREATE INDEX "l7_policy_listener_id_idx" ON "l7_policy"("listener_id");
CREATE INDEX "l7_policy_redirect_pool_id_idx" ON "l7_policy"("redirect_pool_id");
CREATE INDEX "l7_policy_loadbalancer_id_idx" ON "l7_policy"("loadbalancer_id");
CREATE INDEX "l7_policy_project_id_created_at_id_idx" ON "l7_policy"("project_id", "created_at", "id");
CREATE TABLE "new_l7_rule" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "l7policy_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "key" TEXT,
    "compare_type" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "conditions" JSONB NOT NULL DEFAULT '[]',
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
INSERT INTO "new_l7_rule" ("admin_state_up", "changed_in", "compare_type", "created_at", "id", "invert", "key", "l7policy_id", "loadbalancer_id", "operating_status", "project_id", "provisioning_status", "removed_in", "status_reason", "tags", "type", "updated_at", "value") SELECT "admin_state_up", "changed_in", "compare_type", "created_at", "id", "invert", "key", "l7policy_id", "loadbalancer_id", "operating_status", "project_id", "provisioning_status", "removed_in", "status_reason", "tags", "type", "updated_at", "value" FROM "l7_rule";
DROP TABLE "l7_rule";
ALTER TABLE "new_l7_rule" RENAME TO "l7_rule";
CREATE INDEX "l7_rule_l7policy_id_idx" ON "l7_rule"("l7policy_id");
CREATE INDEX "l7_rule_loadbalancer_id_idx" ON "l7_rule"("loadbalancer_id");
CREATE INDEX "l7_rule_project_id_created_at_id_idx" ON "l7_rule"("project_id", "created_at", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
