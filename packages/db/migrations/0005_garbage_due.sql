DROP INDEX "garbage_created";--> statement-breakpoint
ALTER TABLE "garbage" ADD COLUMN "due_at" timestamp (3) with time zone DEFAULT now() + interval '10 minutes' NOT NULL;--> statement-breakpoint
CREATE INDEX "garbage_due" ON "garbage" USING btree ("due_at");