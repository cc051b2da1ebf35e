CREATE TABLE "onboardings" (
	"id" serial PRIMARY KEY NOT NULL,
	"repo_id" integer NOT NULL,
	"channel" text NOT NULL,
	"ts" text NOT NULL,
	"state" jsonb NOT NULL,
	"started_by" text NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"settled_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "onboardings" ADD CONSTRAINT "onboardings_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "onboardings_thread" ON "onboardings" USING btree ("channel","ts");--> statement-breakpoint
CREATE UNIQUE INDEX "onboardings_open" ON "onboardings" USING btree ("repo_id") WHERE ended_at is null;