-- CreateTable
CREATE TABLE "route_test" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "listener_id" TEXT NOT NULL,
    "loadbalancer_id" TEXT NOT NULL,
    "project_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "expect" JSONB NOT NULL,
    "created_at" TEXT NOT NULL,
    "updated_at" TEXT,
    CONSTRAINT "route_test_listener_id_fkey" FOREIGN KEY ("listener_id") REFERENCES "listener" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "route_test_loadbalancer_id_fkey" FOREIGN KEY ("loadbalancer_id") REFERENCES "load_balancer" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "route_test_listener_id_idx" ON "route_test"("listener_id");

-- CreateIndex
CREATE INDEX "route_test_loadbalancer_id_idx" ON "route_test"("loadbalancer_id");
