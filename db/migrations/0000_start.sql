CREATE TABLE "accounts" (
	"id" serial PRIMARY KEY NOT NULL,
	"member_login" text NOT NULL,
	"agent" text NOT NULL,
	"quota" integer NOT NULL,
	"concurrency" integer NOT NULL,
	"window" text NOT NULL,
	"token_variable" text,
	"repos" jsonb NOT NULL,
	"active" boolean DEFAULT true NOT NULL
);
--> statement-breakpoint
CREATE TABLE "actions" (
	"id" serial PRIMARY KEY NOT NULL,
	"proposal_id" text,
	"repo_id" integer NOT NULL,
	"issue_number" integer NOT NULL,
	"agent" text NOT NULL,
	"account_id" integer,
	"cost" integer NOT NULL,
	"status" text NOT NULL,
	"step" text DEFAULT 'comment' NOT NULL,
	"approved_by" text,
	"approved_at" timestamp with time zone,
	"not_before" timestamp with time zone,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"attempts" integer DEFAULT 0 NOT NULL,
	"baseline" jsonb,
	"comment_id" text,
	"label_event_id" text,
	"spent_at" timestamp with time zone,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "actions_label_event_id_unique" UNIQUE("label_event_id")
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"id" serial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" text NOT NULL,
	"event" text NOT NULL,
	"subject" text NOT NULL,
	"detail" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"key" text PRIMARY KEY NOT NULL,
	"received_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "epic_children" (
	"repo_id" integer NOT NULL,
	"epic_number" integer NOT NULL,
	"position" integer NOT NULL,
	"child_repo" text NOT NULL,
	"child_number" integer NOT NULL,
	"checked" boolean NOT NULL,
	"phase" integer NOT NULL,
	"phase_name" text NOT NULL,
	CONSTRAINT "epic_children_repo_id_epic_number_position_pk" PRIMARY KEY("repo_id","epic_number","position")
);
--> statement-breakpoint
CREATE TABLE "epics" (
	"repo_id" integer NOT NULL,
	"number" integer NOT NULL,
	"branch" text,
	"branch_sha" text,
	"parsed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "epics_repo_id_number_pk" PRIMARY KEY("repo_id","number")
);
--> statement-breakpoint
CREATE TABLE "issues" (
	"repo_id" integer NOT NULL,
	"number" integer NOT NULL,
	"node_id" text NOT NULL,
	"title" text NOT NULL,
	"open" boolean NOT NULL,
	"labels" jsonb NOT NULL,
	"author_association" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"last_edited_at" timestamp with time zone,
	"blocked_by" jsonb NOT NULL,
	"linked_pulls" jsonb NOT NULL,
	"acknowledged" boolean NOT NULL,
	CONSTRAINT "issues_repo_id_number_pk" PRIMARY KEY("repo_id","number")
);
--> statement-breakpoint
CREATE TABLE "members" (
	"login" text PRIMARY KEY NOT NULL,
	"slack_team_id" text,
	"slack_user_id" text,
	"approver" boolean NOT NULL,
	"code_owner" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" serial PRIMARY KEY NOT NULL,
	"content" jsonb NOT NULL,
	"proposals" jsonb NOT NULL,
	"channel" text NOT NULL,
	"ts" text,
	"asker" text,
	"response_url" text,
	"wanted" integer DEFAULT 0 NOT NULL,
	"shown" integer DEFAULT 0 NOT NULL,
	"lease_until" timestamp with time zone,
	"not_before" timestamp with time zone,
	"dead" text
);
--> statement-breakpoint
CREATE TABLE "proposals" (
	"id" text PRIMARY KEY NOT NULL,
	"shown" jsonb NOT NULL,
	"status" text NOT NULL,
	"reason" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "pull_requests" (
	"repo_id" integer NOT NULL,
	"number" integer NOT NULL,
	"node_id" text NOT NULL,
	"state" text NOT NULL,
	"draft" boolean NOT NULL,
	"base" text NOT NULL,
	"head" text NOT NULL,
	"head_sha" text NOT NULL,
	"mergeable" text NOT NULL,
	"merge_state" text NOT NULL,
	"auto_merge" boolean NOT NULL,
	"review_decision" text,
	"unresolved_threads" integer NOT NULL,
	"checks" text,
	"closes" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"closed_at" timestamp with time zone,
	"merged_at" timestamp with time zone,
	CONSTRAINT "pull_requests_repo_id_number_pk" PRIMARY KEY("repo_id","number")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" serial PRIMARY KEY NOT NULL,
	"slot" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"late" boolean NOT NULL,
	"content" jsonb,
	"lease_owner" text,
	"lease_until" timestamp with time zone,
	"not_before" timestamp with time zone,
	"note" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "reports_slot_unique" UNIQUE("slot")
);
--> statement-breakpoint
CREATE TABLE "repos" (
	"id" serial PRIMARY KEY NOT NULL,
	"node_id" text NOT NULL,
	"owner" text NOT NULL,
	"name" text NOT NULL,
	"name_with_owner" text NOT NULL,
	"default_branch" text NOT NULL,
	"language" text,
	"tier" integer NOT NULL,
	"carried" boolean DEFAULT true NOT NULL,
	"issues_seen_to" timestamp with time zone,
	"pulls_seen_to" timestamp with time zone,
	"synced_at" timestamp with time zone,
	CONSTRAINT "repos_node_id_unique" UNIQUE("node_id"),
	CONSTRAINT "repos_name_with_owner_unique" UNIQUE("name_with_owner")
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_member_login_members_login_fk" FOREIGN KEY ("member_login") REFERENCES "public"."members"("login") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "actions" ADD CONSTRAINT "actions_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "epics" ADD CONSTRAINT "epics_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "issues" ADD CONSTRAINT "issues_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pull_requests" ADD CONSTRAINT "pull_requests_repo_id_repos_id_fk" FOREIGN KEY ("repo_id") REFERENCES "public"."repos"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_member_agent" ON "accounts" USING btree ("member_login","agent");--> statement-breakpoint
CREATE INDEX "actions_queue" ON "actions" USING btree ("status","not_before");--> statement-breakpoint
CREATE INDEX "actions_account" ON "actions" USING btree ("account_id","spent_at");--> statement-breakpoint
CREATE INDEX "actions_proposal" ON "actions" USING btree ("proposal_id");--> statement-breakpoint
CREATE UNIQUE INDEX "actions_one_live_dispatch" ON "actions" USING btree ("repo_id","issue_number") WHERE status in ('approved', 'sending', 'unknown', 'confirmed', 'started');--> statement-breakpoint
CREATE UNIQUE INDEX "members_slack" ON "members" USING btree ("slack_team_id","slack_user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_place" ON "messages" USING btree ("channel","ts");