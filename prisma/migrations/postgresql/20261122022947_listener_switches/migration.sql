-- AlterTable
ALTER TABLE "listener" ADD COLUMN     "cache_max_object_size" INTEGER NOT NULL DEFAULT 256,
ADD COLUMN     "cache_paths" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "cache_size" INTEGER NOT NULL DEFAULT 16,
ADD COLUMN     "cache_ttl" INTEGER NOT NULL DEFAULT 60,
ADD COLUMN     "compression" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "compression_algorithms" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "compression_types" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "error_pages" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "maintenance" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "maintenance_allowed_cidrs" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "maintenance_page" JSONB,
ADD COLUMN     "maintenance_retry_after" INTEGER NOT NULL DEFAULT 300;
