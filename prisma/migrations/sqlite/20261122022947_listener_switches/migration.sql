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
    "compression" BOOLEAN NOT NULL DEFAULT false,
    "compression_algorithms" JSONB NOT NULL DEFAULT '[]',
    "compression_types" JSONB NOT NULL DEFAULT '[]',
    "cache_paths" JSONB NOT NULL DEFAULT '[]',
    "cache_ttl" INTEGER NOT NULL DEFAULT 60,
    "cache_size" INTEGER NOT NULL DEFAULT 16,
    "cache_max_object_size" INTEGER NOT NULL DEFAULT 256,
    "error_pages" JSONB NOT NULL DEFAULT '{}',
    "maintenance" BOOLEAN NOT NULL DEFAULT false,
    "maintenance_page" JSONB,
    "maintenance_retry_after" INTEGER NOT NULL DEFAULT 300,
    "maintenance_allowed_cidrs" JSONB NOT NULL DEFAULT '[]',
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
INSERT INTO "new_listener" ("admin_state_up", "allowed_cidrs", "alpn_protocols", "changed_in", "client_authentication", "client_ca_tls_container_ref", "client_crl_container_ref", "connection_limit", "created_at", "default_pool_id", "default_tls_container_ref", "description", "enhance_l7policy_enable", "hsts_include_subdomains", "hsts_max_age", "hsts_preload", "id", "insert_headers", "loadbalancer_id", "name", "operating_status", "project_id", "protocol", "protocol_port", "provisioning_status", "removed_in", "sni_container_refs", "status_reason", "tags", "timeout_client_data", "timeout_member_connect", "timeout_member_data", "timeout_tcp_inspect", "tls_ciphers", "tls_versions", "updated_at") SELECT "admin_state_up", "allowed_cidrs", "alpn_protocols", "changed_in", "client_authentication", "client_ca_tls_container_ref", "client_crl_container_ref", "connection_limit", "created_at", "default_pool_id", "default_tls_container_ref", "description", "enhance_l7policy_enable", "hsts_include_subdomains", "hsts_max_age", "hsts_preload", "id", "insert_headers", "loadbalancer_id", "name", "operating_status", "project_id", "protocol", "protocol_port", "provisioning_status", "removed_in", "sni_container_refs", "status_reason", "tags", "timeout_client_data", "timeout_member_connect", "timeout_member_data", "timeout_tcp_inspect", "tls_ciphers", "tls_versions", "updated_at" FROM "listener";
DROP TABLE "listener";
ALTER TABLE "new_listener" RENAME TO "listener";
CREATE INDEX "listener_loadbalancer_id_idx" ON "listener"("loadbalancer_id");
CREATE INDEX "listener_default_pool_id_idx" ON "listener"("default_pool_id");
CREATE INDEX "listener_project_id_created_at_id_idx" ON "listener"("project_id", "created_at", "id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;
