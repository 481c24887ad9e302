"""Content for site generators: what is published, in the Markdown, with the front matter and paths that each wants."""
