-- DropIndex
DROP INDEX "load_balancer_pending_since_idx";
