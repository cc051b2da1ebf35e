CREATE TABLE "acts" (
	"id" serial PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"repo_id" integer NOT NULL,
	"subject" integer NOT NULL,
	"epic_number" integer,
	"child_number" integer,
	"head_sha" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"approved_by" text,
	"status" text NOT NULL,
	"baseline" jsonb,
	"comment_id" text,
	"seen" boolean DEFAULT false NOT NULL,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"not_before" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "acts_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "pull_heads" (
	"repo_id" integer NOT NULL,
	"number" integer NOT NULL,
	"sha" text NOT NULL,
	"committed_at" timestamp with time zone,
	"seen_at" timestamp with time zone NOT NULL,
	"checks" text,
	"checks_at" timestamp with time zone,
	CONSTRAINT "pull_heads_repo_id_number_sha_pk" PRIMARY KEY("repo_id","number","sha")
);
--> statement-breakpoint
ALTER TABLE "epics" ADD COLUMN "writer_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "fork" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "labels" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "queue_ruled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "queued" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "threads" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD COLUMN "mergeable_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "repos" ADD COLUMN "auto_merge_allowed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "acts" ADD CONSTRAINT "acts_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_heads" ADD CONSTRAINT "pull_heads_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "acts_queue" ON "acts" USING btree ("status","not_before");--> statement-breakpoint
CREATE INDEX "acts_subject" ON "acts" USING btree ("repo_id","subject");