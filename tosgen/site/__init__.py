"""What a ledger has published, as pages, feeds and content for site generators."""
