"""What every later part says about text: blocks, sentences, marks, Markdown, the Jinja that clauses may use."""
