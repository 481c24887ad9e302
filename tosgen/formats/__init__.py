"""A document or a redline as Markdown, HTML, text or JSON."""
