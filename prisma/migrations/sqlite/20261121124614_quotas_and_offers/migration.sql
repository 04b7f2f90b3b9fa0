-- CreateTable
CREATE TABLE "flavor_profile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "flavor_data" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "flavor" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "flavor_profile_id" TEXT NOT NULL,
    CONSTRAINT "flavor_flavor_profile_id_fkey" FOREIGN KEY ("flavor_profile_id") REFERENCES "flavor_profile" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "availability_zone_profile" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "provider_name" TEXT NOT NULL,
    "availability_zone_data" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "availability_zone" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "description" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "availability_zone_profile_id" TEXT NOT NULL,
    CONSTRAINT "availability_zone_availability_zone_profile_id_fkey" FOREIGN KEY ("availability_zone_profile_id") REFERENCES "availability_zone_profile" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "quota" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "project_id" TEXT,
    "load_balancer" INTEGER,
    "listener" INTEGER,
    "pool" INTEGER,
    "member" INTEGER,
    "health_monitor" INTEGER,
    "l7_policy" INTEGER,
    "l7_rule" INTEGER,
    CONSTRAINT "quota_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "project" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "flavor_name_key" ON "flavor"("name");

-- CreateIndex
CREATE INDEX "flavor_flavor_profile_id_idx" ON "flavor"("flavor_profile_id");

-- CreateIndex
CREATE INDEX "availability_zone_availability_zone_profile_id_idx" ON "availability_zone"("availability_zone_profile_id");

-- CreateIndex
CREATE INDEX "quota_project_id_idx" ON "quota"("project_id");
