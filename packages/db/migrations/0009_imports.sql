CREATE TYPE "public"."import_state" AS ENUM('listed', 'copied', 'gone', 'refused', 'skipped');--> statement-breakpoint
CREATE TABLE "import_people" (
	"source_id" uuid NOT NULL,
	"key" text NOT NULL,
	"user_id" uuid NOT NULL,
	CONSTRAINT "import_people_source_id_key_pk" PRIMARY KEY("source_id","key")
);
--> statement-breakpoint
CREATE TABLE "import_pictures" (
	"source_id" uuid NOT NULL,
	"older_id" bigint NOT NULL,
	"wallpaper_id" uuid NOT NULL,
	"state" "import_state" NOT NULL,
	"reason" text,
	"address" text,
	CONSTRAINT "import_pictures_source_id_older_id_pk" PRIMARY KEY("source_id","older_id")
);
--> statement-breakpoint
CREATE TABLE "import_sources" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"sample" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "imported_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "import_people" ADD CONSTRAINT "import_people_source_id_import_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."import_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_pictures" ADD CONSTRAINT "import_pictures_source_id_import_sources_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."import_sources"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "import_pictures_missing" ON "import_pictures" USING btree ("source_id","older_id") WHERE reason is not null;