CREATE TABLE "review_changes" (
	"proposal_id" text NOT NULL,
	"reviewer" text NOT NULL,
	"finding" text NOT NULL,
	"change" jsonb NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "review_changes_proposal_id_reviewer_finding_pk" PRIMARY KEY("proposal_id","reviewer","finding")
);
--> statement-breakpoint
ALTER TABLE "review_changes" ADD CONSTRAINT "review_changes_proposal_id_proposals_id_fk" FOREIGN KEY ("proposal_id") REFERENCES "public"."proposals"("id") ON DELETE cascade ON UPDATE no action;