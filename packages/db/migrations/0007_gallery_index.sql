DROP INDEX "wallpapers_orientation";--> statement-breakpoint
DROP INDEX "wallpapers_model";--> statement-breakpoint
DROP INDEX "wallpapers_tokens";--> statement-breakpoint
DROP INDEX "wallpapers_palette";--> statement-breakpoint
CREATE INDEX "wallpapers_terms" ON "wallpapers" USING gin (gallery_terms(prompt, tokens, creator_id, model, width, height, palette, created_at, score)) WITH (fastupdate=false) WHERE visibility = 'public' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "wallpapers_shape" ON "wallpapers" USING btree (picture_shape(width, height)) WHERE visibility = 'public' and deleted_at is null;