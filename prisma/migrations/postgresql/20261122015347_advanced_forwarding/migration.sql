-- AlterTable
ALTER TABLE "listener" ADD COLUMN     "enhance_l7policy_enable" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "l7_policy" ADD COLUMN     "cors_config" JSONB,
ADD COLUMN     "fixed_response_config" JSONB,
ADD COLUMN     "insert_headers_config" JSONB,
ADD COLUMN     "insert_response_headers_config" JSONB,
ADD COLUMN     "priority" INTEGER,
ADD COLUMN     "redirect_listener_id" TEXT,
ADD COLUMN     "redirect_pools_config" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "redirect_pools_sticky_session_config" JSONB,
ADD COLUMN     "redirect_url_config" JSONB,
ADD COLUMN     "remove_headers_config" JSONB,
ADD COLUMN     "remove_response_headers_config" JSONB,
ADD COLUMN     "rewrite_url_config" JSONB,
ADD COLUMN     "traffic_limit_config" JSONB;

-- AlterTable
ALTER TABLE "l7_rule" ADD COLUMN     "conditions" JSONB NOT NULL DEFAULT '[]';
