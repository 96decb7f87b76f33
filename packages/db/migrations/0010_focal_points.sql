CREATE TABLE "focal_points" (
	"user_id" uuid NOT NULL,
	"wallpaper_id" uuid NOT NULL,
	"x" real NOT NULL,
	"y" real NOT NULL,
	CONSTRAINT "focal_points_user_id_wallpaper_id_pk" PRIMARY KEY("user_id","wallpaper_id"),
	CONSTRAINT "focal_points_inside" CHECK ("focal_points"."x" between 0 and 1 and "focal_points"."y" between 0 and 1)
);
--> statement-breakpoint
ALTER TABLE "focal_points" ADD CONSTRAINT "focal_points_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "focal_points" ADD CONSTRAINT "focal_points_wallpaper_id_wallpapers_id_fk" FOREIGN KEY ("wallpaper_id") REFERENCES "public"."wallpapers"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "focal_points_wallpaper" ON "focal_points" USING btree ("wallpaper_id");--> statement-breakpoint
CREATE INDEX "generations_finished" ON "generations" USING btree ("model","created_at") WHERE status = 'succeeded';