"""The pages of a site: what is in force, what was and what comes, what changed, where everything is."""
