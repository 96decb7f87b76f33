CREATE TYPE "public"."status" AS ENUM('queued', 'running', 'retrying', 'storing', 'succeeded', 'failed', 'rejected', 'canceled');--> statement-breakpoint
CREATE TYPE "public"."role" AS ENUM('user', 'admin');--> statement-breakpoint
CREATE TYPE "public"."orientation" AS ENUM('landscape', 'portrait', 'square');--> statement-breakpoint
CREATE TYPE "public"."visibility" AS ENUM('public', 'private');--> statement-breakpoint
CREATE TABLE "answers" (
	"generation_id" uuid PRIMARY KEY NOT NULL,
	"bytes" "bytea",
	"url" text,
	"revised_prompt" text,
	"upstream_request_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "answers_bytes_or_url" CHECK (("answers"."bytes" is null) <> ("answers"."url" is null))
);
--> statement-breakpoint
CREATE TABLE "generations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"idempotency_key" text,
	"status" "status" DEFAULT 'queued' NOT NULL,
	"prompt" text NOT NULL,
	"model" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"quality" text,
	"style" text,
	"visibility" "visibility" NOT NULL,
	"remix_of" uuid,
	"progress" real,
	"attempt" integer DEFAULT 0 NOT NULL,
	"started_at" timestamp (3) with time zone,
	"interrupted" integer DEFAULT 0 NOT NULL,
	"store_attempt" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp (3) with time zone,
	"reason" text,
	"retryable" boolean DEFAULT false NOT NULL,
	"quota_day" date,
	"usage" jsonb,
	"wallpaper_id" uuid,
	"request_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "generations_progress_share" CHECK ("generations"."progress" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"user_id" uuid NOT NULL,
	"type" text NOT NULL,
	"provider" text NOT NULL,
	"provider_account_id" text NOT NULL,
	"refresh_token" text,
	"access_token" text,
	"expires_at" integer,
	"token_type" text,
	"scope" text,
	"id_token" text,
	"session_state" text,
	CONSTRAINT "accounts_provider_provider_account_id_pk" PRIMARY KEY("provider","provider_account_id")
);
--> statement-breakpoint
CREATE TABLE "quotas" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"day" date NOT NULL,
	"used" integer NOT NULL,
	"in_flight" integer NOT NULL,
	CONSTRAINT "quotas_used_not_negative" CHECK ("quotas"."used" >= 0),
	CONSTRAINT "quotas_in_flight_not_negative" CHECK ("quotas"."in_flight" >= 0)
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"session_token" text PRIMARY KEY NOT NULL,
	"user_id" uuid NOT NULL,
	"expires" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text,
	"email_verified" timestamp (3) with time zone,
	"image" text,
	"role" "role" DEFAULT 'user' NOT NULL,
	"screens" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"banned_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email"),
	CONSTRAINT "users_name_not_empty" CHECK (length(btrim("users"."name")) > 0)
);
--> statement-breakpoint
CREATE TABLE "counters" (
	"scope" text PRIMARY KEY NOT NULL,
	"value" bigint NOT NULL,
	CONSTRAINT "counters_not_negative" CHECK ("counters"."value" >= 0)
);
--> statement-breakpoint
CREATE TABLE "derivatives" (
	"wallpaper_id" uuid NOT NULL,
	"format" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"key" text NOT NULL,
	"bytes" integer NOT NULL,
	CONSTRAINT "derivatives_wallpaper_id_format_width_pk" PRIMARY KEY("wallpaper_id","format","width")
);
--> statement-breakpoint
CREATE TABLE "garbage" (
	"key" text PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "likes" (
	"user_id" uuid NOT NULL,
	"wallpaper_id" uuid NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "likes_user_id_wallpaper_id_pk" PRIMARY KEY("user_id","wallpaper_id")
);
--> statement-breakpoint
CREATE TABLE "wallpapers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"creator_id" uuid NOT NULL,
	"prompt" text NOT NULL,
	"model" text NOT NULL,
	"params" jsonb NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"orientation" "orientation" GENERATED ALWAYS AS (case when width > height then 'landscape'::orientation when width < height then 'portrait'::orientation else 'square'::orientation end) STORED NOT NULL,
	"visibility" "visibility" NOT NULL,
	"original_key" text NOT NULL,
	"original_bytes" bigint NOT NULL,
	"original_type" text NOT NULL,
	"thumbhash" text NOT NULL,
	"color" char(7) NOT NULL,
	"palette" text[] NOT NULL,
	"tokens" text[] GENERATED ALWAYS AS (search_tokens(prompt)) STORED NOT NULL,
	"like_count" integer DEFAULT 0 NOT NULL,
	"score" double precision NOT NULL,
	"remix_of" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "wallpapers_size_positive" CHECK ("wallpapers"."width" > 0 and "wallpapers"."height" > 0),
	CONSTRAINT "wallpapers_like_count_not_negative" CHECK ("wallpapers"."like_count" >= 0),
	CONSTRAINT "wallpapers_color_hex" CHECK ("wallpapers"."color" ~ '^#[0-9a-f]{6}$')
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_generation_id_generations_id_fk" FOREIGN KEY ("generation_id") REFERENCES "public"."generations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_remix_of_wallpapers_id_fk" FOREIGN KEY ("remix_of") REFERENCES "public"."wallpapers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "generations" ADD CONSTRAINT "generations_wallpaper_id_wallpapers_id_fk" FOREIGN KEY ("wallpaper_id") REFERENCES "public"."wallpapers"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "quotas" ADD CONSTRAINT "quotas_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "derivatives" ADD CONSTRAINT "derivatives_wallpaper_id_wallpapers_id_fk" FOREIGN KEY ("wallpaper_id") REFERENCES "public"."wallpapers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "likes" ADD CONSTRAINT "likes_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "likes" ADD CONSTRAINT "likes_wallpaper_id_wallpapers_id_fk" FOREIGN KEY ("wallpaper_id") REFERENCES "public"."wallpapers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "wallpapers" ADD CONSTRAINT "wallpapers_creator_id_users_id_fk" FOREIGN KEY ("creator_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "generations_idempotency" ON "generations" USING btree ("user_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "generations_user_newest" ON "generations" USING btree ("user_id","created_at","id");--> statement-breakpoint
CREATE INDEX "generations_unfinished" ON "generations" USING btree ("updated_at") WHERE status in ('queued', 'running', 'retrying', 'storing');--> statement-breakpoint
CREATE INDEX "generations_wallpaper" ON "generations" USING btree ("wallpaper_id");--> statement-breakpoint
CREATE INDEX "generations_remix" ON "generations" USING btree ("remix_of");--> statement-breakpoint
CREATE INDEX "accounts_user" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires" ON "sessions" USING btree ("expires");--> statement-breakpoint
CREATE INDEX "garbage_created" ON "garbage" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "likes_wallpaper" ON "likes" USING btree ("wallpaper_id");--> statement-breakpoint
CREATE INDEX "likes_user_newest" ON "likes" USING btree ("user_id","created_at","wallpaper_id");--> statement-breakpoint
CREATE INDEX "wallpapers_newest" ON "wallpapers" USING btree ("created_at","id") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_popular" ON "wallpapers" USING btree ("score","id") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_orientation" ON "wallpapers" USING btree ("orientation","created_at","id") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_model" ON "wallpapers" USING btree ("model","created_at","id") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_creator" ON "wallpapers" USING btree ("creator_id","created_at","id");--> statement-breakpoint
CREATE INDEX "wallpapers_tokens" ON "wallpapers" USING gin ("tokens") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_palette" ON "wallpapers" USING gin ("palette") WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_deleted" ON "wallpapers" USING btree ("deleted_at") WHERE deleted_at is not null;