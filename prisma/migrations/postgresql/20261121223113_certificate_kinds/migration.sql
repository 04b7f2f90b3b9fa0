-- AlterTable
ALTER TABLE "certificate" ADD COLUMN     "kind" TEXT NOT NULL DEFAULT 'CERTIFICATE',
ADD COLUMN     "revoked_count" INTEGER,
ALTER COLUMN "key_algorithm" DROP NOT NULL,
ALTER COLUMN "chain_end" DROP NOT NULL,
ALTER COLUMN "sealed_key" DROP NOT NULL;
