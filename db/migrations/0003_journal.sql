CREATE TABLE "journal" (
	"id" serial PRIMARY KEY NOT NULL,
	"repo_id" integer NOT NULL,
	"child_number" integer NOT NULL,
	"ending" text NOT NULL,
	"record" jsonb NOT NULL,
	"finished_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "pull_heads" ADD COLUMN "failed_checks" jsonb;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "author" text;--> statement-breakpoint
ALTER TABLE "journal" ADD CONSTRAINT "journal_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "journal_ending" ON "journal" USING btree ("repo_id","child_number","ending");--> statement-breakpoint
CREATE INDEX "journal_finished" ON "journal" USING btree ("finished_at");