-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "load_balancer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "vip_subnet_id" TEXT,
    "vip_address" TEXT,
    "vip_network_id" TEXT,
    "vip_port_id" TEXT,
    "additional_vips" JSONB NOT NULL,
    "vip_qos_policy_id" TEXT,
    "vip_sg_ids" JSONB NOT NULL,
    "vip_vnic_type" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "flavor_id" TEXT,
    "availability_zone" TEXT,
    "admin_state_up" BOOLEAN NOT NULL,
    "tags" JSONB NOT NULL,
    "project_id" TEXT NOT NULL,
    "provisioning_status" TEXT NOT NULL,
    "operating_status" TEXT NOT NULL,
    "status_reason" TEXT,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    "revision" INTEGER NOT NULL,
    "applied_revision" INTEGER,
    "settled_revision" INTEGER,
    "pending_since" TEXT,
    "changed_in" INTEGER NOT NULL,
    "removed_in" INTEGER,

    CONSTRAINT "load_balancer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "listener" (
    "id" TEXT NOT NULL,
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

    CONSTRAINT "listener_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "lb_algorithm" TEXT NOT NULL,
    "session_persistence" JSONB,
    "tls_enabled" BOOLEAN NOT NULL,
    "tls_container_ref" TEXT,
    "ca_tls_container_ref" TEXT,
    "crl_container_ref" TEXT,
    "tls_ciphers" TEXT,
    "tls_versions" JSONB NOT NULL,
    "alpn_protocols" JSONB NOT NULL,
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

    CONSTRAINT "pool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "protocol_port" INTEGER NOT NULL,
    "weight" INTEGER NOT NULL,
    "backup" BOOLEAN NOT NULL,
    "monitor_address" TEXT,
    "monitor_port" INTEGER,
    "subnet_id" TEXT,
    "request_sriov" BOOLEAN NOT NULL,
    "health" JSONB,
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

    CONSTRAINT "member_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "health_monitor" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "pool_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "delay" INTEGER NOT NULL,
    "timeout" INTEGER NOT NULL,
    "max_retries" INTEGER NOT NULL,
    "max_retries_down" INTEGER NOT NULL,
    "http_method" TEXT,
    "url_path" TEXT,
    "expected_codes" TEXT,
    "http_version" DOUBLE PRECISION,
    "domain_name" TEXT,
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

    CONSTRAINT "health_monitor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "revision" (
    "id" INTEGER NOT NULL,
    "value" INTEGER NOT NULL,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "removal" (
    "loadbalancer_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,

    CONSTRAINT "removal_pkey" PRIMARY KEY ("loadbalancer_id")
);

-- CreateTable
CREATE TABLE "activity" (
    "sequence" SERIAL NOT NULL,
    "at" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "user_name" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "loadbalancer_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id_of_resource" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "changes" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "steps" JSONB NOT NULL,
    "diagnostics" JSONB NOT NULL,
    "settled_at" TEXT,

    CONSTRAINT "activity_pkey" PRIMARY KEY ("sequence")
);

-- CreateTable
CREATE TABLE "engine_node" (
    "node" TEXT NOT NULL,
    "abilities" JSONB NOT NULL,
    "revision" INTEGER NOT NULL,
    "session" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "heard_at" TEXT NOT NULL,

    CONSTRAINT "engine_node_pkey" PRIMARY KEY ("node")
);

-- CreateTable
CREATE TABLE "sample" (
    "loadbalancer_id" TEXT NOT NULL,
    "step_seconds" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "series" JSONB NOT NULL,

    CONSTRAINT "sample_pkey" PRIMARY KEY ("loadbalancer_id","step_seconds","at")
);

-- CreateTable
CREATE TABLE "total" (
    "id" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "bytes_in" DOUBLE PRECISION NOT NULL,
    "bytes_out" DOUBLE PRECISION NOT NULL,
    "connections" DOUBLE PRECISION NOT NULL,
    "requests" DOUBLE PRECISION NOT NULL,
    "errors_request" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "total_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "network" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "is_external" BOOLEAN NOT NULL,
    "project_id" TEXT NOT NULL,

    CONSTRAINT "network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subnet" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "network_id" TEXT NOT NULL,
    "cidr" TEXT NOT NULL,
    "ip_version" INTEGER NOT NULL,
    "gateway_ip" TEXT,
    "allocation_start" TEXT NOT NULL,
    "allocation_end" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,

    CONSTRAINT "subnet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "port" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "network_id" TEXT NOT NULL,
    "subnet_id" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "loadbalancer_id" TEXT,

    CONSTRAINT "port_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TEXT NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_assignment" (
    "user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,

    CONSTRAINT "role_assignment_pkey" PRIMARY KEY ("user_id","project_id","role")
);

-- CreateTable
CREATE TABLE "token" (
    "hash" TEXT NOT NULL,
    "audit_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "issued_at" TEXT NOT NULL,
    "expires_at" TEXT NOT NULL,

    CONSTRAINT "token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL,
    "image" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "username" TEXT,
    "displayUsername" TEXT,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMP(3),
    "refreshTokenExpiresAt" TIMESTAMP(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "load_balancer_project_id_created_at_id_idx" ON "load_balancer"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "load_balancer_revision_idx" ON "load_balancer"("revision");

-- CreateIndex
CREATE INDEX "load_balancer_pending_since_idx" ON "load_balancer"("pending_since");

-- CreateIndex
CREATE INDEX "listener_loadbalancer_id_idx" ON "listener"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "listener_default_pool_id_idx" ON "listener"("default_pool_id");

-- CreateIndex
CREATE INDEX "listener_project_id_created_at_id_idx" ON "listener"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "pool_loadbalancer_id_idx" ON "pool"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "pool_project_id_created_at_id_idx" ON "pool"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "member_pool_id_idx" ON "member"("pool_id");

-- CreateIndex
CREATE INDEX "member_loadbalancer_id_idx" ON "member"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "member_project_id_created_at_id_idx" ON "member"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "health_monitor_pool_id_idx" ON "health_monitor"("pool_id");

-- CreateIndex
CREATE INDEX "health_monitor_loadbalancer_id_idx" ON "health_monitor"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "health_monitor_project_id_created_at_id_idx" ON "health_monitor"("project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "removal_revision_idx" ON "removal"("revision");

-- CreateIndex
CREATE INDEX "activity_loadbalancer_id_sequence_idx" ON "activity"("loadbalancer_id", "sequence");

-- CreateIndex
CREATE INDEX "activity_project_id_sequence_idx" ON "activity"("project_id", "sequence");

-- CreateIndex
CREATE INDEX "activity_outcome_loadbalancer_id_idx" ON "activity"("outcome", "loadbalancer_id");

-- CreateIndex
CREATE INDEX "sample_step_seconds_at_idx" ON "sample"("step_seconds", "at");

-- CreateIndex
CREATE INDEX "total_loadbalancer_id_idx" ON "total"("loadbalancer_id");

-- CreateIndex
CREATE INDEX "subnet_network_id_idx" ON "subnet"("network_id");

-- CreateIndex
CREATE INDEX "port_loadbalancer_id_idx" ON "port"("loadbalancer_id");

-- CreateIndex
CREATE UNIQUE INDEX "port_subnet_id_address_key" ON "port"("subnet_id", "address");

-- CreateIndex
CREATE UNIQUE INDEX "project_name_key" ON "project"("name");

-- CreateIndex
CREATE INDEX "token_expires_at_idx" ON "token"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "user_username_key" ON "user"("username");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "load_balancer" ADD CONSTRAINT "load_balancer_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listener" ADD CONSTRAINT "listener_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "listener" ADD CONSTRAINT "listener_default_pool_id_fkey" FOREIGN KEY ("default_pool_id") REFERENCES "pool"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pool" ADD CONSTRAINT "pool_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "health_monitor" ADD CONSTRAINT "health_monitor_pool_id_fkey" FOREIGN KEY ("pool_id") REFERENCES "pool"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "health_monitor" ADD CONSTRAINT "health_monitor_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample" ADD CONSTRAINT "sample_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "total" ADD CONSTRAINT "total_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subnet" ADD CONSTRAINT "subnet_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "port" ADD CONSTRAINT "port_subnet_id_fkey" FOREIGN KEY ("subnet_id") REFERENCES "subnet"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "port" ADD CONSTRAINT "port_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_assignment" ADD CONSTRAINT "role_assignment_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "token" ADD CONSTRAINT "token_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The counter of accepted changes. It begins at 1: an engine asks after 0 for everything, and reports what it has taken.
INSERT INTO "revision" ("id", "value") VALUES (1, 1);
