"""`locales/`: what is to be translated, whether it is, and a clause's template in one language, or a refusal."""
